//! An application's own life: its start, and memory of its own that lacked. Other
//! exceptions are not heard: most are what a missing database looks like from
//! above.

use crate::hear::Phrase;
use crate::hear::phrase::plainly;
use crate::record::Record;
use crate::signal::{ClientSignal, Death, Said, ServerSignal};

/// Its memory was what lacked.
const FOR_MEMORY: ClientSignal = ClientSignal::OwnFailure { for_memory: true };

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    plainly!("java.lang.OutOfMemoryError", FOR_MEMORY),
    plainly!("JavaScript heap out of memory", FOR_MEMORY),
    plainly!("runtime: out of memory", FOR_MEMORY),
    plainly!("was sent SIGKILL! Perhaps out of memory", FOR_MEMORY),
    plainly!("Allowed memory size of", FOR_MEMORY),
    Phrase {
        needle: "MemoryError",
        read: memory_error,
    },
    // What initdb says of the server that it runs (src/common/wait_error.c): SIGBUS.
    Phrase {
        needle: "child process exited with exit code 135",
        read: |_| Some(bus_error()),
    },
    Phrase {
        needle: "child process was terminated by signal 7",
        read: |_| Some(bus_error()),
    },
    plainly!("Tomcat started on port", ClientSignal::Started),
    plainly!("JVM running for", ClientSignal::Started),
    plainly!("process running for", ClientSignal::Started),
    plainly!("Listening at: http", ClientSignal::Started),
    plainly!("Uvicorn running on", ClientSignal::Started),
    plainly!("Now listening on: http", ClientSignal::Started),
    plainly!("erver listening on", ClientSignal::Started),
    plainly!("istening on port", ClientSignal::Started),
];

fn bus_error() -> Said {
    Said::Server(ServerSignal::ProcessDied {
        process: "child process".to_owned(),
        pid: 0,
        death: Death::Signal(7),
        statement: None,
    })
}

/// Python's and Ruby's exception, as a word of its own.
fn memory_error(record: &Record<'_>) -> Option<Said> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let texts = [&record.message, &record.added];
    let mut words = texts.iter().flat_map(|text| text.split(|c| !is_part(c)));
    words
        .any(|word| matches!(word, "MemoryError" | "NoMemoryError"))
        .then_some(Said::Client(FOR_MEMORY))
}
