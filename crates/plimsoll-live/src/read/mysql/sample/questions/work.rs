//! What statements took, what purge has still to do, and how large the data is.

use super::ask::{Ask, PAIR, Step};
use crate::read::Question;
use crate::read::mysql::questions::{MYSQL_8_0, PERFORMANCE_GRANT, PROCESS_GRANT, mariadb, mysql};

/// The time in statements, and what `MySQL` counts of them there alone.
pub(in crate::read::mysql::sample) const WORK: &str = "work";
/// What purge has still to do.
pub(super) const PURGE: &str = "purge";
/// The largest databases.
pub(in crate::read::mysql::sample) const DATABASES: &str = "databases";

const DATABASES_MAX: usize = 5_000;
pub(in crate::read::mysql::sample) const OF_DATABASES: &[&str] = &["database", "data_bytes"];

/// Statements that can take long and stand for themselves: the sum of all kinds takes
/// the server five times as long. Those within a routine are in the time of its call.
macro_rules! of_statements {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " SUM(SUM_TIMER_WAIT) / 1000000000000 AS statement_seconds
   FROM performance_schema.events_statements_summary_global_by_event_name
  WHERE EVENT_NAME IN ('statement/sql/select', 'statement/sql/insert', 'statement/sql/insert_select',
        'statement/sql/update', 'statement/sql/delete', 'statement/sql/replace', 'statement/sql/commit',
        'statement/sql/rollback', 'statement/sql/call_procedure', 'statement/com/Execute')"
        )
    };
}

pub(super) static MYSQL: &[Ask] = &[
    // The table of counters has no Com_ of MySQL's.
    Ask {
        step: Step::Always,
        counted: Some(true),
        question: Question {
            until: Some(MYSQL_8_0),
            grant: PERFORMANCE_GRANT,
            ..mysql(
                WORK,
                &["com_commit", "com_rollback", "statement_seconds"],
                of_statements!(
                    "SUM(CASE EVENT_NAME WHEN 'statement/sql/commit' THEN COUNT_STAR ELSE 0 END) AS com_commit,
        SUM(CASE EVENT_NAME WHEN 'statement/sql/rollback' THEN COUNT_STAR ELSE 0 END) AS com_rollback,"
                ),
            )
        },
    },
    // 1213 is ER_LOCK_DEADLOCK. innodb_metrics counts the same at four times the cost.
    Ask {
        step: Step::Always,
        counted: Some(true),
        question: Question {
            since: MYSQL_8_0,
            grant: PERFORMANCE_GRANT,
            ..mysql(
                WORK,
                &["deadlocks", "com_commit", "com_rollback", "statement_seconds"],
                of_statements!(
                    "(SELECT SUM_ERROR_RAISED
           FROM performance_schema.events_errors_summary_global_by_error WHERE ERROR_NUMBER = 1213) AS deadlocks,
        SUM(CASE EVENT_NAME WHEN 'statement/sql/commit' THEN COUNT_STAR ELSE 0 END) AS com_commit,
        SUM(CASE EVENT_NAME WHEN 'statement/sql/rollback' THEN COUNT_STAR ELSE 0 END) AS com_rollback,"
                ),
            )
        },
    },
    Ask {
        step: Step::Seldom,
        counted: None,
        question: Question {
            rows_max: 2,
            grant: PROCESS_GRANT,
            ..mysql(
                PURGE,
                PAIR,
                "SELECT NAME AS name, `COUNT` AS value FROM information_schema.INNODB_METRICS
          WHERE NAME = 'trx_rseg_history_len'",
            )
        },
    },
    Ask {
        step: Step::Seldom,
        counted: None,
        question: Question {
            until: Some(MYSQL_8_0),
            rows_max: DATABASES_MAX,
            grant: PROCESS_GRANT,
            ..mysql(DATABASES, OF_DATABASES, OF_OLD_TABLESPACES)
        },
    },
    Ask {
        step: Step::Seldom,
        counted: None,
        question: Question {
            since: MYSQL_8_0,
            rows_max: DATABASES_MAX,
            grant: PROCESS_GRANT,
            ..mysql(
                DATABASES,
                OF_DATABASES,
                "SELECT SUBSTRING_INDEX(NAME, '/', 1) AS `database`, SUM(FILE_SIZE) AS data_bytes
           FROM information_schema.INNODB_TABLESPACES WHERE NAME LIKE '%/%'
          GROUP BY SUBSTRING_INDEX(NAME, '/', 1) ORDER BY SUM(FILE_SIZE) DESC",
            )
        },
    },
];

const OF_OLD_TABLESPACES: &str =
    "SELECT SUBSTRING_INDEX(NAME, '/', 1) AS `database`, SUM(FILE_SIZE) AS data_bytes
   FROM information_schema.INNODB_SYS_TABLESPACES WHERE NAME LIKE '%/%'
  GROUP BY SUBSTRING_INDEX(NAME, '/', 1) ORDER BY SUM(FILE_SIZE) DESC";

pub(super) static MARIADB: &[Ask] = &[
    Ask {
        step: Step::Always,
        counted: Some(true),
        question: Question {
            grant: PERFORMANCE_GRANT,
            ..mariadb(WORK, &["statement_seconds"], of_statements!(""))
        },
    },
    Ask {
        step: Step::Seldom,
        counted: None,
        question: Question {
            rows_max: DATABASES_MAX,
            grant: PROCESS_GRANT,
            ..mariadb(DATABASES, OF_DATABASES, OF_OLD_TABLESPACES)
        },
    },
];
