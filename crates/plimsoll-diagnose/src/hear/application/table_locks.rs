//! What lists of sessions and slow logs show while a dump locks all tables: thread states
//! (`MySQL`'s sql/mdl.cc, `MariaDB`'s, where the lock is one for backups), and the
//! statement with which a dump reads a table (client/mysqldump.cc of either).

use crate::hear::Phrase;
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
    plainly!("FLUSH TABLES WITH READ LOCK", DumpRuns),
    plainly!("FLUSH /*!40101 LOCAL */ TABLES", DumpRuns),
    plainly!("BACKUP STAGE BLOCK_", DumpRuns),
];

#[cfg(test)]
mod tests {
    use super::PHRASES;
    use crate::hear::{Phrase, Phrases};
    use crate::record::{Record, Speaker};
    use crate::signal::{Said, ServerSignal};

    static TABLES: &[&[Phrase]] = &[PHRASES];

    fn said(text: &str) -> Option<Said> {
        let record = Record::plain(Speaker::Application, text.to_owned().into());
        Phrases::new(TABLES).said(&record)
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
        assert_eq!(said("Waiting for table metadata lock"), None);
        assert_eq!(said("SELECT SQL_NO_CACHE * FROM carts"), None);
    }
}
