//! What tools that copy a database say when they give up: Percona's and `MariaDB`'s
//! backup (`storage/innobase/xtrabackup`, extra/mariabackup), mysqldump and
//! mariadb-dump, `pg_basebackup`, pgBackRest.

use crate::hear::Phrase;
use crate::record::Record;
use crate::redact;
use crate::signal::{Said, ServerSignal};

/// A backup that failed, told by these words.
macro_rules! failed {
    ($needle:literal) => {
        Phrase {
            needle: $needle,
            read: failed,
        }
    };
}

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // The redo log was overwritten before it was copied.
    failed!("log has wrapped around before xtrabackup"),
    failed!("log has been overwritten before"),
    failed!("An optimized (without redo logging) DDL operation has been performed"),
    failed!("An optimized(without redo logging) DDL operation has been performed"),
    failed!("you need (at least one of) the BACKUP_ADMIN privilege"),
    // What the server tells pg_basebackup where it takes no WAL (access/transam/xlog.c).
    failed!("WAL archiving is not enabled; you must ensure "),
    failed!("mysqldump: Got error: "),
    failed!("mysqldump: Couldn't execute "),
    failed!("mysqldump: Error "),
    failed!("mariadb-dump: Got error: "),
    failed!("mariadb-dump: Couldn't execute "),
    failed!("mariadb-dump: Error "),
    failed!("pg_basebackup: error: could not "),
    failed!("pg_basebackup: error: connection to server "),
    // pgBackRest's codes: an archive that does not get its WAL (82), or none set up (87).
    failed!("ERROR: [082]: WAL segment "),
    failed!("ERROR: [087]: archive_"),
];

/// Words of the server that stand in a tool's own tell more than that it failed.
const TOLD_BY_SERVER: [&str; 3] = [
    "too many clients",
    "connection slots are reserved",
    "Connection refused",
];

fn failed(record: &Record<'_>) -> Option<Said> {
    const WORDS_BYTES_MAX: usize = 200;
    let texts = [record.message.as_ref(), record.added.as_ref()];
    let holds = |words: &str| texts.iter().any(|text| text.contains(words));
    if TOLD_BY_SERVER.into_iter().any(holds) {
        return None;
    }
    let why = if holds("wrapped around") || holds("has been overwritten") {
        "the redo log is too small for the backup".to_owned()
    } else {
        let words = redact::entry(&told(record));
        words[..words.floor_char_boundary(WORDS_BYTES_MAX)].to_owned()
    };
    Some(Said::Server(ServerSignal::BackupFailed { why }))
}

/// The tool's own line: it may follow a line with a time.
fn told<'a>(record: &'a Record<'_>) -> Record<'a> {
    const TOOLS: [&str; 4] = [
        "mysqldump: ",
        "mariadb-dump: ",
        "pg_basebackup: ",
        "ERROR: [0",
    ];
    let is_tools = |line: &&str| TOOLS.iter().any(|tool| line.contains(tool));
    let line = record
        .message
        .lines()
        .chain(record.added.lines())
        .find(is_tools);
    let line = line.unwrap_or(&record.message);
    Record::plain(record.speaker, line.into())
}

#[cfg(test)]
mod tests {
    use super::PHRASES;
    use crate::hear::tests::said_by;
    use crate::record::{Record, Speaker};
    use crate::signal::{Said, ServerSignal};

    fn why(text: &str) -> Option<String> {
        let record = Record::plain(Speaker::Application, text.to_owned().into());
        match said_by(PHRASES, &record)? {
            Said::Server(ServerSignal::BackupFailed { why }) => Some(why),
            other => panic!("{other:?} is no backup"),
        }
    }

    #[test]
    fn tools_that_give_up() {
        let wrapped = "xtrabackup: error: it looks like InnoDB log has wrapped around before xtrabackup could process all records due to either log copying being too slow, or  log files being too small.";
        assert_eq!(
            why(wrapped).as_deref(),
            Some("the redo log is too small for the backup")
        );
        for text in [
            "mysqldump: Got error: 1045: Access denied for user 'dump'@'localhost' (using password: YES) when trying to connect",
            "mysqldump: Couldn't execute 'FLUSH TABLES': Access denied; you need (at least one of) the RELOAD privilege(s) for this operation (1227)",
            "P00  ERROR: [082]: WAL segment 000000010000000000000021 was not archived before the 60000ms timeout",
            "NOTICE:  WAL archiving is not enabled; you must ensure that all required WAL segments are copied through other means to complete the backup",
            "pg_basebackup: error: could not initiate base backup: ERROR:  WAL level not sufficient for making an online backup",
        ] {
            assert!(why(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_server_that_lacks_is_no_backup_that_failed() {
        assert_eq!(
            why(
                "pg_basebackup: error: connection to server at \"db\" (10.0.0.5), port 5432 failed: Connection refused"
            ),
            None
        );
        assert_eq!(why("2024-05-22 01:00:00 mysqldump finished in 31 s"), None);
    }
}
