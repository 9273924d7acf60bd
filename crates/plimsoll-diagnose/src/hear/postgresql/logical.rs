//! Logical replication and decoding
//! (src/backend/replication/logical/, src/backend/commands/subscriptioncmds.c).

use super::words::name;
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::{Level, Record};
use crate::signal::{Replication, Said, ServerSignal};

/// Stands in the context of what fails while changes of a publisher are applied.
pub(super) const CONTEXT: &str = "processing remote data for replication ";

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // logical.c, `CreateDecodingContext`: whoever reads the slot has taken it. Below 15, or
    // without log_replication_commands, nothing else tells of it.
    begins!("starting logical decoding for slot ", |it| {
        Some(ServerSignal::SlotAcquired {
            slot: name(&it.message)?,
        })
    }),
    begins!("logical decoding requires ", |it| parameter(
        it,
        "wal_level"
    )),
    begins!("logical decoding on standby requires ", |it| parameter(
        it,
        "wal_level"
    )),
    holds!(" is insufficient to publish logical changes", |it| {
        let is_own = it.message.contains("wal_level");
        is_own.then_some(of_parameter("wal_level"))
    }),
    begins!("out of logical replication worker slots" => ServerSignal::Replication(
        Replication::NoSender { parameter: Some("max_logical_replication_workers") }
    )),
    begins!("out of background worker slots" => ServerSignal::Replication(
        Replication::NoSender { parameter: Some("max_worker_processes") }
    )),
    begins!("cannot start logical replication workers when ", |it| {
        let names = ["max_active_replication_origins", "max_replication_slots"];
        let named = names.into_iter().find(|name| it.message.contains(name))?;
        parameter(it, named)
    }),
    begins!("logical replication target relation ", |it| {
        let is_error = it.level >= Level::Error;
        is_error.then_some(ServerSignal::Replication(Replication::Diverged))
    }),
    // 18.
    begins!(
        "conflict detected on relation "
            => ServerSignal::Replication(Replication::Diverged)
    ),
    // 15 on.
    begins!("subscription ", |it| {
        let is_own = it
            .message
            .ends_with(" has been disabled because of an error");
        is_own.then_some(ServerSignal::Replication(Replication::Diverged))
    }),
    begins!("terminating logical replication worker due to timeout" => cut()),
    begins!("data stream from publisher has ended" => cut()),
    begins!("could not connect to the publisher: " => cut()),
    begins!("apply worker for subscription ", |it| {
        let is_own = it.message.contains(" could not connect to the publisher: ");
        is_own.then_some(cut())
    }),
];

/// A row or a table that is not as on the publisher, told by the context alone:
/// the error itself is that of any statement.
pub(super) fn said_of_context(record: &Record<'_>) -> Option<Said> {
    let context = record.added("CONTEXT")?;
    let is_own = record.level == Level::Error && context.starts_with(CONTEXT);
    is_own.then_some(Said::Server(ServerSignal::Replication(
        Replication::Diverged,
    )))
}

const fn cut() -> ServerSignal {
    ServerSignal::Replication(Replication::Cut)
}

const fn of_parameter(parameter: &'static str) -> ServerSignal {
    ServerSignal::Replication(Replication::Parameter { parameter })
}

fn parameter(record: &Record<'_>, name: &'static str) -> Option<ServerSignal> {
    (record.level >= Level::Error).then_some(of_parameter(name))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use super::{cut, of_parameter};
    use crate::signal::Replication::{Diverged, NoSender};
    use crate::signal::ServerSignal::{Replication, SlotAcquired};

    #[test]
    fn logical_replication() {
        let parameter = Some("max_logical_replication_workers");
        assert_heard(&[
            (
                "LOG:  starting logical decoding for slot \"cdc\"\nDETAIL:  Streaming transactions committing after 0/1, reading WAL from 0/1.",
                SlotAcquired { slot: "cdc".into() },
            ),
            (
                "ERROR:  logical decoding requires wal_level >= logical",
                of_parameter("wal_level"),
            ),
            (
                "ERROR:  logical decoding requires \"wal_level\" >= \"logical\"",
                of_parameter("wal_level"),
            ),
            (
                "WARNING:  out of logical replication worker slots\nHINT:  You might need to increase max_logical_replication_workers.",
                Replication(NoSender { parameter }),
            ),
            (
                "ERROR:  logical replication target relation \"public.t\" does not exist",
                Replication(Diverged),
            ),
            (
                "ERROR:  duplicate key value violates unique constraint \"t_pkey\"\nDETAIL:  Key (id)=(1) already exists.\nCONTEXT:  processing remote data for replication origin \"pg_16400\" during message type \"INSERT\" for replication target relation \"public.t\" in transaction 725, finished at 0/14C0378",
                Replication(Diverged),
            ),
            (
                "LOG:  subscription \"s\" has been disabled because of an error",
                Replication(Diverged),
            ),
            (
                "ERROR:  could not connect to the publisher: connection to server failed: Connection refused",
                cut(),
            ),
            (
                "ERROR:  apply worker for subscription \"s\" could not connect to the publisher: Connection refused",
                cut(),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "ERROR:  duplicate key value violates unique constraint \"t_pkey\"\nDETAIL:  Key (id)=(1) already exists.",
            "ERROR:  subscription \"s\" does not exist",
        ]);
    }
}
