//! Starts refused for memory, an address or another server
//! (`src/backend/port/sysv_shmem.c`, src/backend/libpq/pqcomm.c,
//! src/backend/utils/init/miscinit.c).

use super::words::{file_fault, number};
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::{Level, Record};
use crate::signal::{ServerSignal, StartRefusal};

/// The least size of huge pages on what servers run on (x86-64, arm64 with 4 kB pages).
const HUGE_PAGE_BYTES: u64 = 2 << 20;

/// A phrase of a wording that ends a start.
macro_rules! refuses {
    ($needle:literal => $why:expr) => {
        $crate::hear::forms::begins!($needle, |record| {
            $crate::hear::postgresql::start::fatal(record, $why)
        })
    };
}
pub(super) use refuses;

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("could not map anonymous shared memory: ", mapped),
    begins!("could not create shared memory segment: ", segment),
    holds!(": Address already in use", |it| {
        let is_address = it.message.starts_with("could not bind ");
        is_address.then_some(ServerSignal::StartRefused(StartRefusal::AddressInUse))
    }),
    holds!(": Cannot assign requested address", |it| {
        let is_address = it.message.starts_with("could not bind ");
        is_address.then(|| ServerSignal::StartRefused(parameter("listen_addresses")))
    }),
    // Why stands in a note before it.
    refuses!("could not create any TCP/IP sockets" => StartRefusal::Other),
    refuses!("could not create any Unix-domain sockets" => StartRefusal::Other),
    refuses!("lock file " => StartRefusal::AlreadyRunning),
    refuses!("bogus data in lock file " => StartRefusal::AlreadyRunning),
    refuses!("pre-existing shared memory block (key " => StartRefusal::AlreadyRunning),
    begins!("could not create lock file ", |it| {
        fatal(it, StartRefusal::File(file_fault(&it.message)?))
    }),
];

/// A start that ends here.
pub(super) fn fatal(record: &Record<'_>, why: StartRefusal) -> Option<ServerSignal> {
    (record.level == Level::Fatal).then_some(ServerSignal::StartRefused(why))
}

/// A start refused for a parameter's value.
pub(super) fn parameter(name: &str) -> StartRefusal {
    let parameter = name.to_owned();
    StartRefusal::Parameter { parameter }
}

/// With `huge_pages = on` alone the size asked for is rounded to whole huge pages
/// (`src/backend/port/sysv_shmem.c`, `CreateAnonymousSegment`); any other is one of
/// blocks.
fn mapped(record: &Record<'_>) -> Option<ServerSignal> {
    let why = memory(record);
    let is_whole = matches!(why, StartRefusal::Memory { bytes: Some(bytes), .. } if bytes.is_multiple_of(HUGE_PAGE_BYTES));
    fatal(
        record,
        if is_whole {
            StartRefusal::HugePages
        } else {
            why
        },
    )
}

/// The hint names the size and the parameters: `(currently 8589934592 bytes) …
/// perhaps by reducing shared_buffers or max_connections`; else the call does.
fn memory(record: &Record<'_>) -> StartRefusal {
    let hint = record.added("HINT").unwrap_or_default();
    let of_call = record.added("DETAIL").unwrap_or_default();
    let names = hint.contains("shared_buffers");
    StartRefusal::Memory {
        bytes: number(hint, "(currently ").or_else(|| number(of_call, ", size=")),
        parameter: names.then_some("shared_buffers"),
    }
}

/// A segment of System V: `No space left on device` means that the kernel gives
/// no further identifier, not that memory lacks.
fn segment(record: &Record<'_>) -> Option<ServerSignal> {
    if !record.message.contains("No space left") {
        return fatal(record, memory(record));
    }
    (record.level == Level::Fatal).then_some(ServerSignal::IpcLacking {
        what: "shared memory",
        taken: false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{IpcLacking, StartRefused};
    use crate::signal::{FileFault, StartRefusal};

    #[test]
    fn memory_that_could_not_be_had() {
        let memory = |bytes, parameter| StartRefused(StartRefusal::Memory { bytes, parameter });
        assert_heard(&[
            // 12 to 16; from 17 on with the parameters in quotes.
            (
                "FATAL:  could not map anonymous shared memory: Cannot allocate memory
HINT:  This error usually means that PostgreSQL's request for a shared memory segment exceeded available memory, swap space, or huge pages. To reduce the request size (currently 35385049088 bytes), reduce PostgreSQL's shared memory usage, perhaps by reducing shared_buffers or max_connections.",
                memory(Some(35_385_049_088), Some("shared_buffers")),
            ),
            (
                "FATAL:  could not map anonymous shared memory: Cannot allocate memory
HINT:  This error usually means that PostgreSQL's request for a shared memory segment exceeded available memory, swap space, or huge pages. To reduce the request size (currently 148545536 bytes), reduce PostgreSQL's shared memory usage, perhaps by reducing \"shared_buffers\" or \"max_connections\".",
                memory(Some(148_545_536), Some("shared_buffers")),
            ),
            (
                "FATAL:  could not map anonymous shared memory: Cannot allocate memory
HINT:  This error usually means that PostgreSQL's request for a shared memory segment exceeded available memory, swap space, or huge pages. To reduce the request size (currently 123243331584 bytes), reduce PostgreSQL's shared memory usage, perhaps by reducing shared_buffers or max_connections.",
                StartRefused(StartRefusal::HugePages),
            ),
            (
                "FATAL:  could not create shared memory segment: Invalid argument\nDETAIL:  Failed system call was shmget(key=5432001, size=148545536, 03600).",
                memory(Some(148_545_536), None),
            ),
            (
                "FATAL:  could not create shared memory segment: No space left on device\nDETAIL:  Failed system call was shmget(key=5432001, size=56, 03600).",
                IpcLacking { what: "shared memory", taken: false },
            ),
        ]);
    }

    #[test]
    fn another_server() {
        let running = || StartRefused(StartRefusal::AlreadyRunning);
        let path = Some("/var/run/postgresql/.s.PGSQL.5432.lock".to_owned());
        assert_heard(&[
            (
                "FATAL:  lock file \"postmaster.pid\" already exists\nHINT:  Is another postmaster (PID 431) running in data directory \"/data\"?",
                running(),
            ),
            (
                "FATAL:  pre-existing shared memory block (key 5432001, ID 32768) is still in use\nHINT:  Terminate any old server processes associated with data directory \"/data\".",
                running(),
            ),
            (
                "FATAL:  bogus data in lock file \"postmaster.pid\": \"x\"",
                running(),
            ),
            (
                "FATAL:  could not create lock file \"/var/run/postgresql/.s.PGSQL.5432.lock\": No such file or directory",
                StartRefused(StartRefusal::File(FileFault::Missing { path })),
            ),
        ]);
    }

    #[test]
    fn a_socket_that_failed_for_a_reason_not_told() {
        assert_heard(&[(
            "FATAL:  could not create any TCP/IP sockets",
            StartRefused(StartRefusal::Other),
        )]);
        assert_unheard(&[
            "WARNING:  could not create listen socket for \"localhost\"",
            "ERROR:  could not connect to server: Address already in use",
            "LOG:  lock file \"postmaster.pid\" contains wrong PID: 12 instead of 34",
        ]);
    }
}
