//! WAL that is kept, archived or gone (src/backend/postmaster/pgarch.c,
//! `src/backend/archive/shell_archive.c`, src/backend/replication/slot.c,
//! walsender.c).

use super::words::{after, name};
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::Record;
use crate::signal::{Replication, ServerSignal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("archive command failed with exit code ", |it| {
        let code = after(&it.message, "exit code ")?;
        Some(ServerSignal::ArchiveFailed {
            exit: code.trim().parse().ok(),
        })
    }),
    begins!(
        "archive command was terminated by "
            => ServerSignal::ArchiveFailed { exit: None }
    ),
    begins!(
        "archive command exited with unrecognized status "
            => ServerSignal::ArchiveFailed { exit: None }
    ),
    begins!("archiving write-ahead log file ", |it| {
        let is_given_up = it.message.contains("failed too many times");
        is_given_up.then_some(ServerSignal::ArchiveFailed { exit: None })
    }),
    begins!("requested WAL segment ", |it| {
        let is_gone = it.message.contains("has already been removed");
        is_gone.then_some(ServerSignal::WalRemoved)
    }),
    // 13 to 15; from 16 on with the reason in the detail.
    begins!("invalidating slot ", invalidated),
    begins!("invalidating obsolete replication slot ", invalidated),
    holds!(" to release replication slot ", |it| {
        let is_own = it.message.starts_with("terminating process ");
        is_own.then(|| invalidated(it)).flatten()
    }),
    begins!(
        "can no longer get changes from replication slot ",
        invalidated
    ),
    begins!("can no longer access replication slot ", invalidated),
    // From 17 on, with log_replication_commands.
    begins!("acquired logical replication slot ", acquired),
    begins!("acquired physical replication slot ", acquired),
    begins!("released logical replication slot ", released),
    begins!("released physical replication slot ", released),
    begins!("WAL required by replication slot ", |it| {
        let rest = after(&it.message, "replication slot ")?;
        let slot = rest.split(' ').next().map(str::to_owned);
        Some(ServerSignal::SlotLost {
            slot,
            parameter: KEEP_SIZE,
            is_asked: false,
        })
    }),
];

/// How much WAL a slot may hold.
const KEEP_SIZE: &str = "max_slot_wal_keep_size";

fn acquired(record: &Record<'_>) -> Option<ServerSignal> {
    let slot = name(&record.message)?;
    Some(ServerSignal::SlotAcquired { slot })
}

fn released(record: &Record<'_>) -> Option<ServerSignal> {
    let slot = name(&record.message)?;
    Some(ServerSignal::SlotReleased { slot })
}

/// A slot lost: to the limit of what slots may hold, or on a standby to replay.
fn invalidated(record: &Record<'_>) -> Option<ServerSignal> {
    let why = record.added("DETAIL").unwrap_or_default();
    if why.contains("conflicted with xid horizon") || why.contains("conflicting with recovery") {
        return Some(ServerSignal::Replication(Replication::ConflictWithQueries));
    }
    if why.contains("wal_level") {
        let parameter = "wal_level";
        return Some(ServerSignal::Replication(Replication::Parameter {
            parameter,
        }));
    }
    // 18 on.
    let parameter = if why.contains("idle_replication_slot_timeout") {
        "idle_replication_slot_timeout"
    } else {
        KEEP_SIZE
    };
    let slot = Some(name(&record.message)?);
    Some(ServerSignal::SlotLost {
        slot,
        parameter,
        is_asked: record.message.starts_with("can no longer "),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::Replication;
    use crate::signal::ServerSignal::{self, ArchiveFailed, SlotLost, WalRemoved};

    #[test]
    fn archiving() {
        assert_heard(&[
            (
                "LOG:  archive command failed with exit code 1\nDETAIL:  The failed archive command was: cp pg_wal/1 /archive/1",
                ArchiveFailed { exit: Some(1) },
            ),
            (
                "FATAL:  archive command was terminated by signal 9: Killed",
                ArchiveFailed { exit: None },
            ),
            (
                "WARNING:  archiving write-ahead log file \"000000010000000000000001\" failed too many times, will try again later",
                ArchiveFailed { exit: None },
            ),
        ]);
    }

    #[test]
    fn slots_and_segments() {
        let lost = |name: &str, is_asked| SlotLost {
            slot: Some(name.to_owned()),
            parameter: "max_slot_wal_keep_size",
            is_asked,
        };
        let slot = |name: &str| lost(name, false);
        assert_heard(&[
            (
                "ERROR:  requested WAL segment 000000010000000000000003 has already been removed",
                WalRemoved,
            ),
            (
                "LOG:  invalidating slot \"cdc\" because its restart_lsn 0/3000000 exceeds max_slot_wal_keep_size",
                slot("cdc"),
            ),
            (
                "LOG:  invalidating obsolete replication slot \"cdc\"\nDETAIL:  The slot's restart_lsn 0/3000000 exceeds the limit by 16777216 bytes.",
                slot("cdc"),
            ),
            (
                "LOG:  terminating process 431 to release replication slot \"cdc\"\nDETAIL:  The slot's restart_lsn 0/3000000 exceeds the limit by 1 byte.",
                slot("cdc"),
            ),
            (
                "LOG:  invalidating obsolete replication slot \"cdc\"\nDETAIL:  The slot conflicted with xid horizon 731.",
                ServerSignal::Replication(Replication::ConflictWithQueries),
            ),
            (
                "LOG:  invalidating obsolete replication slot \"cdc\"\nDETAIL:  The slot's idle time of 90000s exceeds the configured \"idle_replication_slot_timeout\" duration of 86400s.",
                SlotLost {
                    slot: Some("cdc".to_owned()),
                    parameter: "idle_replication_slot_timeout",
                    is_asked: false,
                },
            ),
            (
                "ERROR:  can no longer get changes from replication slot \"cdc\"",
                lost("cdc", true),
            ),
            (
                "LOG:  acquired physical replication slot \"cdc\"",
                ServerSignal::SlotAcquired {
                    slot: "cdc".to_owned(),
                },
            ),
            (
                "LOG:  released logical replication slot \"cdc\"",
                ServerSignal::SlotReleased {
                    slot: "cdc".to_owned(),
                },
            ),
            (
                "WARNING:  WAL required by replication slot cdc has been removed concurrently",
                slot("cdc"),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "LOG:  archived write-ahead log file \"000000010000000000000001\"",
            "ERROR:  requested WAL segment pg_wal/1 is being used",
        ]);
    }
}
