//! Backups (src/backend/access/transam/xlogfuncs.c, xlog.c,
//! src/backend/backup/basebackup.c; src/backend/replication/basebackup.c to 14).

use crate::hear::Phrase;
use crate::hear::forms::begins;
use crate::record::{Level, Record};
use crate::redact;
use crate::signal::ServerSignal;

/// Its wordings. A full archive is of `wal`.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("WAL archiving is not enabled; you must ensure ", |it| Some(
        failed(it)
    )),
    begins!(
        "WAL level not sufficient for making an online backup",
        erred
    ),
    begins!("WAL generated with ", full_page_writes),
    begins!("aborting backup due to backend exiting before ", |it| Some(
        failed(it)
    )),
    begins!(
        "still waiting for all required WAL segments to be archived",
        |it| Some(failed(it))
    ),
    begins!("a backup is already in progress", erred),
    begins!("a backup is not in progress", erred),
    begins!("backup is not in progress", erred),
    begins!("exclusive backup not in progress", erred),
    begins!("non-exclusive backup is not in progress", erred),
    begins!("base backup could not send data, aborting backup", erred),
    begins!("checksum verification failure during base backup", erred),
    begins!("the standby was promoted during online backup", erred),
    begins!(
        "online backup was canceled, recovery cannot continue",
        erred
    ),
    begins!(
        "incremental backups cannot be taken unless WAL summarization is enabled",
        erred
    ),
    // A tool for another version: 15 renamed the functions.
    begins!("function pg_start_backup(", erred),
    begins!("function pg_stop_backup(", erred),
    begins!("function pg_backup_start(", erred),
    begins!("function pg_backup_stop(", erred),
];

fn failed(record: &Record<'_>) -> ServerSignal {
    // What follows the first clause varies or is advice.
    let words = record.message.split([';', '(']).next().unwrap_or_default();
    ServerSignal::BackupFailed {
        why: redact::statement(words.trim_end()),
    }
}

fn erred(record: &Record<'_>) -> Option<ServerSignal> {
    (record.level >= Level::Error).then(|| failed(record))
}

fn full_page_writes(record: &Record<'_>) -> Option<ServerSignal> {
    let is_own = record.message.contains("full_page_writes=off") && record.level >= Level::Error;
    is_own.then(|| failed(record))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::BackupFailed;

    #[test]
    fn backups() {
        let failed = |why: &str| BackupFailed { why: why.into() };
        assert_heard(&[
            (
                "NOTICE:  WAL archiving is not enabled; you must ensure that all required WAL segments are copied through other means to complete the backup",
                failed("WAL archiving is not enabled"),
            ),
            (
                "WARNING:  still waiting for all required WAL segments to be archived (120 seconds elapsed)",
                failed("still waiting for all required WAL segments to be archived"),
            ),
            (
                "WARNING:  aborting backup due to backend exiting before pg_backup_stop was called",
                failed("aborting backup due to backend exiting before pg_backup_stop was called"),
            ),
            (
                "ERROR:  WAL level not sufficient for making an online backup\nHINT:  wal_level must be set to \"replica\" or \"logical\" at server start.",
                failed("WAL level not sufficient for making an online backup"),
            ),
            (
                "ERROR:  function pg_start_backup(unknown, boolean) does not exist",
                failed("function pg_start_backup"),
            ),
            (
                "ERROR:  WAL generated with \"full_page_writes=off\" was replayed during online backup",
                failed("WAL generated with ? was replayed during online backup"),
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_unheard(&[
            "LOG:  completed backup recovery with redo LSN 0/2000028 and end LSN 0/2000100",
            "LOG:  restored log file \"000000010000000000000002\" from archive",
            "NOTICE:  all required WAL segments have been archived",
        ]);
    }
}
