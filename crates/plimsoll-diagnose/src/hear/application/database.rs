//! What the server itself told a client, in the words that drivers pass on:
//! `PostgreSQL`'s (`src/backend/tcop/backend_startup.c`, libpq's fe-misc.c),
//! `MySQL`'s and `MariaDB`'s (`messages_to_clients.txt`, libmysql/errmsg.c).

use crate::hear::Phrase;
use crate::hear::phrase::plainly;
use crate::record::Record;
use crate::redact;
use crate::signal::{ClientSignal, Said};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    plainly!(
        "server closed the connection unexpectedly",
        ClientSignal::Cut
    ),
    plainly!(
        "terminating connection due to administrator command",
        ClientSignal::Cut
    ),
    plainly!(
        "terminating connection because of crash of another server process",
        ClientSignal::Cut
    ),
    plainly!("SSL SYSCALL error: EOF detected", ClientSignal::Cut),
    plainly!("Lost connection to MySQL server", ClientSignal::Cut),
    plainly!("Lost connection to server during query", ClientSignal::Cut),
    plainly!("server has gone away", ClientSignal::Cut),
    plainly!("PROTOCOL_CONNECTION_LOST", ClientSignal::Cut),
    plainly!("driver: bad connection", ClientSignal::Cut),
    plainly!("Connection terminated unexpectedly", ClientSignal::Cut),
    plainly!(
        "An I/O error occurred while sending to the backend",
        ClientSignal::Cut
    ),
    Phrase {
        needle: "Communications link failure",
        read: |record| Some(Said::Client(link_failure(record))),
    },
    // Error 1206; `out of shared memory` with its hint (src/backend/storage/lmgr/lock.c).
    plainly!(
        "The total number of locks exceeds the lock table size",
        ClientSignal::LockTableFull {
            parameter: "innodb_buffer_pool_size"
        }
    ),
    Phrase {
        needle: "out of shared memory",
        read: |record| {
            let parameter = "max_locks_per_transaction";
            let names = |text: &str| text.contains(parameter);
            let is_told = names(&record.message) || names(&record.added);
            is_told.then_some(Said::Client(ClientSignal::LockTableFull { parameter }))
        },
    },
    Phrase {
        needle: "could not extend file",
        read: |record| Some(Said::Client(statement(record))),
    },
    Phrase {
        needle: "could not resize shared memory segment",
        read: |record| Some(Said::Client(statement(record))),
    },
    Phrase {
        needle: "Failed on request of size",
        read: |record| Some(Said::Client(statement(record))),
    },
];

/// Connector/J names what happened in the exception below.
fn link_failure(record: &Record<'_>) -> ClientSignal {
    let holds = |word: &str| record.message.contains(word) || record.added.contains(word);
    if holds("Connection refused") {
        ClientSignal::Refused
    } else if holds("onnect timed out") || holds("Connection timed out") {
        ClientSignal::Unreachable { why: "timeout" }
    } else if holds("UnknownHostException") {
        ClientSignal::Unreachable { why: "name" }
    } else if holds("No route to host") {
        ClientSignal::Unreachable { why: "no route" }
    } else {
        ClientSignal::Cut
    }
}

fn statement(record: &Record<'_>) -> ClientSignal {
    let why = redact::entry(record);
    ClientSignal::StatementFailed { why }
}
