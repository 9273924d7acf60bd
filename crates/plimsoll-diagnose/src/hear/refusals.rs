//! What a server tells whom it lets in no more or not yet, in the words that drivers
//! and poolers pass on: `PostgreSQL`'s (`src/backend/tcop/backend_startup.c`,
//! src/backend/utils/init/postinit.c), `MySQL`'s and `MariaDB`'s
//! (`messages_to_clients.txt`, share/errmsg-utf8.txt).

use super::Phrase;
use super::phrase::plainly;
use crate::signal::ClientSignal;

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
    plainly!(
        "too many connections for role",
        ClientSignal::TooManySessions
    ),
    plainly!(
        "too many connections for database",
        ClientSignal::TooManySessions
    ),
    plainly!("Too many connections", ClientSignal::TooManySessions),
    plainly!("max_user_connections", ClientSignal::TooManySessions),
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
