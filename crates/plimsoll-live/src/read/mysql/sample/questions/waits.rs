//! Who waits for whom. Asked only while somebody waits: each look stops the table of
//! locks for a moment.

use super::ask::{Ask, BOTH_GRANT, Step};
use crate::read::Question;
use crate::read::mysql::questions::{MYSQL_8_0, PROCESS_GRANT, mariadb, mysql};

/// Waits for rows.
pub(in crate::read::mysql::sample) const ROWS: &str = "row_waits";
/// Waits for tables and named locks.
pub(in crate::read::mysql::sample) const METADATA: &str = "metadata_waits";

const COLUMNS: &[&str] = &[
    "waiting",
    "blocker",
    "user",
    "database",
    "state",
    "transaction_seconds",
];
const PAIRS_MAX: usize = 1_000;

/// The columns of a blocker `b` of the performance schema's threads, with its transaction `t`.
macro_rules! of_threads {
    ($pairs:literal) => {
        concat!(
            "SELECT w.PROCESSLIST_ID AS waiting, COALESCE(b.PROCESSLIST_ID, 0) AS blocker,
        b.PROCESSLIST_USER AS user, b.PROCESSLIST_DB AS `database`, b.PROCESSLIST_COMMAND AS state,
        GREATEST(TIMESTAMPDIFF(SECOND, t.trx_started, CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')), 0) AS transaction_seconds
   FROM (",
            $pairs,
            " LIMIT 1001) AS l
   JOIN performance_schema.threads AS w ON w.THREAD_ID = l.waiting
   LEFT JOIN performance_schema.threads AS b ON b.THREAD_ID = l.blocker
   LEFT JOIN information_schema.INNODB_TRX AS t ON t.trx_mysql_thread_id = b.PROCESSLIST_ID"
        )
    };
}

/// `innodb_lock_waits` as it was until `MySQL` 8.0 and is in `MariaDB`.
const BY_TRANSACTION: &str =
    "SELECT w.trx_mysql_thread_id AS waiting, b.trx_mysql_thread_id AS blocker,
        p.USER AS user, p.DB AS `database`, p.COMMAND AS state,
        GREATEST(TIMESTAMPDIFF(SECOND, b.trx_started, CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')), 0) AS transaction_seconds
   FROM (SELECT DISTINCT requesting_trx_id, blocking_trx_id
           FROM information_schema.INNODB_LOCK_WAITS LIMIT 1001) AS l
   JOIN information_schema.INNODB_TRX AS w ON w.trx_id = l.requesting_trx_id
   JOIN information_schema.INNODB_TRX AS b ON b.trx_id = l.blocking_trx_id
   LEFT JOIN information_schema.PROCESSLIST AS p ON p.ID = b.trx_mysql_thread_id";

/// Whoever has a lock on what another waits for: one that waits before it in the queue
/// waits for the same.
const METADATA_WAITS: &str = of_threads!(
    "SELECT DISTINCT p.OWNER_THREAD_ID AS waiting, g.OWNER_THREAD_ID AS blocker
           FROM performance_schema.metadata_locks AS p
           JOIN performance_schema.metadata_locks AS g
             ON g.LOCK_STATUS = 'GRANTED' AND g.OWNER_THREAD_ID <> p.OWNER_THREAD_ID
            AND g.OBJECT_TYPE = p.OBJECT_TYPE AND g.OBJECT_SCHEMA <=> p.OBJECT_SCHEMA
            AND g.OBJECT_NAME <=> p.OBJECT_NAME
          WHERE p.LOCK_STATUS = 'PENDING'"
);

pub(super) static MYSQL: &[Ask] = &[
    Ask {
        step: Step::RowWaits,
        counted: None,
        question: Question {
            until: Some(MYSQL_8_0),
            rows_max: PAIRS_MAX,
            grant: PROCESS_GRANT,
            ..mysql(ROWS, COLUMNS, BY_TRANSACTION)
        },
    },
    Ask {
        step: Step::RowWaits,
        counted: Some(true),
        question: Question {
            since: MYSQL_8_0,
            rows_max: PAIRS_MAX,
            grant: BOTH_GRANT,
            ..mysql(
                ROWS,
                COLUMNS,
                of_threads!(
                    "SELECT DISTINCT REQUESTING_THREAD_ID AS waiting, BLOCKING_THREAD_ID AS blocker
           FROM performance_schema.data_lock_waits"
                ),
            )
        },
    },
    Ask {
        step: Step::OtherWaits,
        counted: Some(true),
        question: Question {
            rows_max: PAIRS_MAX,
            grant: BOTH_GRANT,
            ..mysql(METADATA, COLUMNS, METADATA_WAITS)
        },
    },
];

pub(super) static MARIADB: &[Ask] = &[
    Ask {
        step: Step::RowWaits,
        counted: None,
        question: Question {
            rows_max: PAIRS_MAX,
            grant: PROCESS_GRANT,
            ..mariadb(ROWS, COLUMNS, BY_TRANSACTION)
        },
    },
    Ask {
        step: Step::OtherWaits,
        counted: Some(true),
        question: Question {
            rows_max: PAIRS_MAX,
            grant: BOTH_GRANT,
            ..mariadb(METADATA, COLUMNS, METADATA_WAITS)
        },
    },
];
