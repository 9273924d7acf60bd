//! What a server tells whom it lets in no more or not yet, in the words that drivers
//! and poolers pass on: `PostgreSQL`'s (`src/backend/tcop/backend_startup.c`,
//! src/backend/utils/init/postinit.c), `MySQL`'s and `MariaDB`'s
//! (`messages_to_clients.txt`, share/errmsg-utf8.txt).

use super::Phrase;
use super::phrase::plainly;
use crate::record::Record;
use crate::signal::{ClientSignal, Said};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    plainly!(
        "remaining connection slots are reserved",
        ClientSignal::TooManySessions
    ),
    plainly!(
        "sorry, too many clients already",
        ClientSignal::TooManySessions
    ),
    plainly!("too many connections for role", ClientSignal::AccountFull),
    plainly!(
        "too many connections for database",
        ClientSignal::AccountFull
    ),
    plainly!("max_user_connections", ClientSignal::AccountFull),
    plainly!("Too many connections", ClientSignal::TooManySessions),
    // Error 1135, in the system's words or with its number alone; what a postmaster sends
    // where it cannot fork (`report_fork_failure_to_client`).
    Phrase {
        needle: "Can't create a new thread (errno ",
        read: |record| Some(no_process(record)),
    },
    Phrase {
        needle: "could not fork new process for connection",
        read: |record| Some(no_process(record)),
    },
    plainly!(
        "the database system is starting up",
        ClientSignal::DatabaseUnavailable
    ),
    plainly!(
        "the database system is shutting down",
        ClientSignal::DatabaseUnavailable
    ),
    plainly!(
        "the database system is in recovery mode",
        ClientSignal::DatabaseUnavailable
    ),
    plainly!(
        "the database system is not yet accepting connections",
        ClientSignal::DatabaseUnavailable
    ),
    plainly!(
        "the database system is not accepting connections",
        ClientSignal::DatabaseUnavailable
    ),
    plainly!(
        "Server shutdown in progress",
        ClientSignal::DatabaseUnavailable
    ),
];

/// `ENOMEM` is want of memory, what else there is (`EAGAIN`) a limit of processes.
fn no_process(record: &Record<'_>) -> Said {
    const NO_MEMORY: [&str; 2] = ["(errno 12", "Cannot allocate memory"];
    let for_memory = NO_MEMORY.iter().any(|it| record.message.contains(it));
    Said::Client(ClientSignal::NoProcess { for_memory })
}
