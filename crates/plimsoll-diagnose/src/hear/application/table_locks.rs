//! What lists of sessions and slow logs show while a dump locks all tables: thread states
//! (`MySQL`'s sql/mdl.cc, `MariaDB`'s, where the lock is one for backups), and the
//! statement with which a dump reads a table (client/mysqldump.cc of either).

use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{Said, ServerSignal};

/// A phrase that needs no more than its literal.
macro_rules! plainly {
    ($needle:literal, $said:ident) => {
        Phrase {
            needle: $needle,
            read: |_| Some(Said::Server(ServerSignal::$said)),
        }
    };
}

/// Its wordings. What waits is told before who is read.
pub(super) static PHRASES: &[Phrase] = &[
    plainly!("Waiting for global read lock", GlobalLockWait),
    plainly!("Waiting for commit lock", GlobalLockWait),
    plainly!("Waiting for backup lock", GlobalLockWait),
    plainly!("SELECT /*!40001 SQL_NO_CACHE */ ", DumpRuns),
    plainly!("FLUSH TABLES WITH READ LOCK", GlobalLockAsked),
    plainly!("FLUSH /*!40101 LOCAL */ TABLES", GlobalLockAsked),
    plainly!("BACKUP STAGE BLOCK_", GlobalLockAsked),
    Phrase {
        needle: " Lock_time: ",
        read: waited,
    },
];

/// A wait in a slow log that is no longer one of ordinary work.
const LONG_SECONDS: f64 = 10.0;

/// `# Query_time: 31.4  Lock_time: 31.2 Rows_sent: 0  Rows_examined: 1`, in seconds
/// (sql/log.cc of either).
fn waited(record: &Record<'_>) -> Option<Said> {
    let (before, rest) = record.message.split_once(" Lock_time: ")?;
    let seconds: f64 = rest.split(' ').next()?.parse().ok()?;
    let is_long = before.contains("Query_time: ") && seconds >= LONG_SECONDS;
    is_long.then_some(Said::Server(ServerSignal::LockWait))
}

#[cfg(test)]
mod tests {
    use super::PHRASES;
    use crate::hear::tests::said_by;
    use crate::record::{Record, Speaker};
    use crate::signal::{Said, ServerSignal};

    fn said(text: &str) -> Option<Said> {
        let record = Record::plain(Speaker::Application, text.to_owned().into());
        said_by(PHRASES, &record)
    }

    #[test]
    fn sessions_while_a_dump_runs() {
        let server = |said| Some(Said::Server(said));
        assert_eq!(
            said("52 app@10.0.0.7 Query 9s \"Waiting for global read lock\" update carts set a=1"),
            server(ServerSignal::GlobalLockWait)
        );
        assert_eq!(
            said(
                "| 17 | dump | localhost | shop | Query | 31 | Sending data | SELECT /*!40001 SQL_NO_CACHE */ * FROM `carts` |"
            ),
            server(ServerSignal::DumpRuns)
        );
        assert_eq!(
            said("240312 01:47:59 Executing FLUSH TABLES WITH READ LOCK..."),
            server(ServerSignal::GlobalLockAsked)
        );
        assert_eq!(
            said("# Query_time: 509.687432  Lock_time: 509.687000 Rows_sent: 0  Rows_examined: 1"),
            server(ServerSignal::LockWait)
        );
        assert_eq!(
            said("# Query_time: 509.687432  Lock_time: 0.000090 Rows_sent: 0  Rows_examined: 1"),
            None
        );
        assert_eq!(said("Waiting for table metadata lock"), None);
        assert_eq!(said("SELECT SQL_NO_CACHE * FROM carts"), None);
    }
}
