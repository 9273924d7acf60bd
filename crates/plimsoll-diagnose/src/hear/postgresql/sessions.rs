//! Sessions: slots that are gone, clients that went, sessions that were ended
//! (src/backend/storage/lmgr/proc.c, src/backend/utils/init/postinit.c,
//! src/backend/libpq/pqcomm.c, src/backend/tcop/postgres.c).

use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::Record;
use crate::signal::{Replication, ServerSignal, Slots};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("sorry, too many clients already" => ServerSignal::NoSlotsLeft(Slots::All)),
    // 12 to 15 `for non-replication superuser connections`, 16 on `for roles with …`.
    begins!(
        "remaining connection slots are reserved for "
            => ServerSignal::NoSlotsLeft(Slots::AllButReserved)
    ),
    begins!("too many connections for role " => ServerSignal::NoSlotsLeft(Slots::OfRole)),
    begins!("too many connections for database " => ServerSignal::NoSlotsLeft(Slots::OfRole)),
    begins!("could not receive data from client: ", |it| Some(lost(it))),
    begins!("could not send data to client: ", |it| Some(lost(it))),
    begins!("connection to client lost" => ServerSignal::ClientLost),
    begins!("unexpected EOF on client connection" => ServerSignal::ClientLost),
    begins!(
        "terminating connection due to idle-in-transaction timeout",
        |_| { Some(ended("idle_in_transaction_session_timeout")) }
    ),
    begins!("terminating connection due to idle-session timeout", |_| {
        Some(ended("idle_session_timeout"))
    }),
    begins!("terminating connection due to transaction timeout", |_| {
        Some(ended("transaction_timeout"))
    }),
    begins!(
        "terminating connection due to immediate shutdown command",
        |_| { Some(ended("immediate shutdown")) }
    ),
    begins!(
        "terminating connection because of unexpected SIGQUIT signal",
        |_| { Some(ended("SIGQUIT")) }
    ),
    // Of connections, of autovacuum, of background workers and wal receivers: a
    // person's command, or each process's end at a shutdown.
    holds!(" due to administrator command", |it| {
        let is_own =
            it.message.starts_with("terminating ") || it.message.contains(" shutting down ");
        is_own.then(|| ended("administrator command"))
    }),
];

fn ended(why: &str) -> ServerSignal {
    let why = why.to_owned();
    ServerSignal::SessionEnded { why }
}

/// A client that read a slot is a stream that was cut.
fn lost(record: &Record<'_>) -> ServerSignal {
    let statement = record.added("STATEMENT").unwrap_or_default();
    if statement.starts_with("START_REPLICATION ") {
        ServerSignal::Replication(Replication::Cut)
    } else {
        ServerSignal::ClientLost
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{ClientLost, NoSlotsLeft, SessionEnded};
    use crate::signal::Slots;

    #[test]
    fn slots_that_are_gone() {
        let reserved = || NoSlotsLeft(Slots::AllButReserved);
        assert_heard(&[
            (
                "FATAL:  sorry, too many clients already",
                NoSlotsLeft(Slots::All),
            ),
            (
                "FATAL:  remaining connection slots are reserved for non-replication superuser connections",
                reserved(),
            ),
            (
                "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
                reserved(),
            ),
            (
                "FATAL:  remaining connection slots are reserved for roles with privileges of the \"pg_use_reserved_connections\" role",
                reserved(),
            ),
            (
                "FATAL:  too many connections for role \"app\"",
                NoSlotsLeft(Slots::OfRole),
            ),
            (
                "FATAL:  too many connections for database \"app\"",
                NoSlotsLeft(Slots::OfRole),
            ),
        ]);
    }

    #[test]
    fn sessions_that_ended() {
        let ended = |why: &str| SessionEnded { why: why.into() };
        assert_heard(&[
            (
                "LOG:  could not receive data from client: Connection reset by peer",
                ClientLost,
            ),
            (
                "LOG:  unexpected EOF on client connection with an open transaction",
                ClientLost,
            ),
            ("FATAL:  connection to client lost", ClientLost),
            (
                "LOG:  could not send data to client: Broken pipe",
                ClientLost,
            ),
            (
                "FATAL:  terminating connection due to administrator command",
                ended("administrator command"),
            ),
            (
                "FATAL:  terminating background worker \"logical replication launcher\" due to administrator command",
                ended("administrator command"),
            ),
            (
                "FATAL:  terminating autovacuum process due to administrator command",
                ended("administrator command"),
            ),
            (
                "FATAL:  terminating connection due to idle-in-transaction timeout",
                ended("idle_in_transaction_session_timeout"),
            ),
            (
                "FATAL:  terminating connection due to idle-session timeout",
                ended("idle_session_timeout"),
            ),
            (
                "WARNING:  terminating connection due to immediate shutdown command",
                ended("immediate shutdown"),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "LOG:  connection received: host=10.0.0.3 port=5432",
            "LOG:  disconnection: session time: 0:00:01.1 user=a database=b host=[local]",
            "ERROR:  could not receive data from client of the cache",
            "ERROR:  job was stopped due to administrator command",
        ]);
    }
}
