//! What sessions and transactions do.

use super::ask::{Ask, BOTH_GRANT, Step, always};
use crate::read::Question;
use crate::read::mysql::questions::{PROCESS_GRANT, mariadb, mysql};

/// What tells whether the dearer questions are worth asking.
pub(super) const TRANSACTIONS: &str = "transactions";
/// Sessions by what they do.
pub(super) const SESSIONS: &str = "sessions";

const OF_TRANSACTIONS: &[&str] = &["transactions", "row_waiters", "longest_transaction_seconds"];
const OF_SESSIONS: &[&str] = &[
    "active",
    "idle_in_transaction",
    "lock_waiters",
    "replicas",
    "longest_statement_seconds",
];

/// `InnoDB` writes the beginning in the time of the machine's own zone, whatever zone
/// a session has. It shows them as they were when last nobody had asked for a tenth of a
/// second (manual, "`InnoDB` `INFORMATION_SCHEMA` Transaction and Locking Information").
const OPEN: &str = "SELECT COUNT(*) AS transactions,
        COALESCE(SUM(trx_state = 'LOCK WAIT'), 0) AS row_waiters,
        GREATEST(COALESCE(TIMESTAMPDIFF(SECOND, MIN(trx_started), CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')), 0), 0) AS longest_transaction_seconds
   FROM information_schema.INNODB_TRX
  WHERE trx_mysql_thread_id <> CONNECTION_ID()";

/// From the performance schema, which stops nobody.
const THREADS: &str = "SELECT COALESCE(SUM(s.is_active), 0) AS active,
        COALESCE(SUM(s.command = 'Sleep' AND t.trx_id IS NOT NULL), 0) AS idle_in_transaction,
        COALESCE(SUM(s.is_active AND (s.state LIKE 'Waiting for%lock' OR s.state IN ('User lock', 'Waiting for table flush'))), 0) AS lock_waiters,
        COALESCE(SUM(s.command IN ('Binlog Dump', 'Binlog Dump GTID')), 0) AS replicas,
        COALESCE(MAX(CASE WHEN s.is_active THEN s.seconds END), 0) AS longest_statement_seconds
   FROM (SELECT PROCESSLIST_ID AS id, PROCESSLIST_COMMAND AS command, PROCESSLIST_TIME AS seconds,
                COALESCE(PROCESSLIST_STATE, '') AS state,
                PROCESSLIST_COMMAND NOT IN ('Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID', 'Slave_IO', 'Slave_SQL', 'Slave_worker') AS is_active
           FROM performance_schema.threads
          WHERE PROCESSLIST_ID <> CONNECTION_ID()
            AND PROCESSLIST_USER NOT IN ('system user', 'event_scheduler')) AS s
   LEFT JOIN information_schema.INNODB_TRX AS t ON t.trx_mysql_thread_id = s.id";

/// Where nothing is counted. It makes a temporary table on disk, for a column of text
/// that is not asked for.
const PROCESSES: &str = "SELECT COALESCE(SUM(s.is_active), 0) AS active,
        COALESCE(SUM(s.command = 'Sleep' AND t.trx_id IS NOT NULL), 0) AS idle_in_transaction,
        COALESCE(SUM(s.is_active AND (s.state LIKE 'Waiting for%lock' OR s.state IN ('User lock', 'Waiting for table flush'))), 0) AS lock_waiters,
        COALESCE(SUM(s.command IN ('Binlog Dump', 'Binlog Dump GTID')), 0) AS replicas,
        COALESCE(MAX(CASE WHEN s.is_active THEN s.seconds END), 0) AS longest_statement_seconds
   FROM (SELECT ID AS id, COMMAND AS command, TIME AS seconds, COALESCE(STATE, '') AS state,
                COMMAND NOT IN ('Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID', 'Slave_IO', 'Slave_SQL', 'Slave_worker') AS is_active
           FROM information_schema.PROCESSLIST
          WHERE ID <> CONNECTION_ID() AND USER NOT IN ('system user', 'event_scheduler')) AS s
   LEFT JOIN information_schema.INNODB_TRX AS t ON t.trx_mysql_thread_id = s.id";

pub(super) static MYSQL: &[Ask] = &[
    always(Question {
        grant: PROCESS_GRANT,
        ..mysql(TRANSACTIONS, OF_TRANSACTIONS, OPEN)
    }),
    Ask {
        step: Step::Busy,
        counted: Some(true),
        question: Question {
            grant: BOTH_GRANT,
            ..mysql(SESSIONS, OF_SESSIONS, THREADS)
        },
    },
    Ask {
        step: Step::Busy,
        counted: Some(false),
        question: Question {
            grant: PROCESS_GRANT,
            ..mysql(SESSIONS, OF_SESSIONS, PROCESSES)
        },
    },
];

pub(super) static MARIADB: &[Ask] = &[
    always(Question {
        grant: PROCESS_GRANT,
        ..mariadb(TRANSACTIONS, OF_TRANSACTIONS, OPEN)
    }),
    Ask {
        step: Step::Busy,
        counted: Some(true),
        question: Question {
            grant: BOTH_GRANT,
            ..mariadb(SESSIONS, OF_SESSIONS, THREADS)
        },
    },
    Ask {
        step: Step::Busy,
        counted: Some(false),
        question: Question {
            grant: PROCESS_GRANT,
            ..mariadb(SESSIONS, OF_SESSIONS, PROCESSES)
        },
    },
];
