//! Settings that a sample hangs on, and whether any may have moved.

use super::ask::{Ask, PAIR, Step};
use crate::read::Question;
use crate::read::mysql::questions::{MYSQL_8_0, mariadb, mysql};

/// What tells how the rest can be asked.
pub(super) const OPENING: &str = "opening";
/// The one that says whether settings moved.
pub(in crate::read::mysql::sample) const MARK: &str = "mark";

const OF_MARK: &[&str] = &["settings", "persisted"];

/// A checksum of all global values is what there is: no version keeps the time of
/// the last change of one. `variables_info` has a time, and moves it whenever any
/// session sets something for itself alone (seen on 9.7). What moves by itself, as
/// the sets of transactions do, is left out.
pub(super) static MYSQL: &[Ask] = &[
    Ask {
        step: Step::Opening,
        question: Question {
            rows_max: 10,
            ..mysql(
                OPENING,
                PAIR,
                "SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value
           FROM performance_schema.global_variables
          WHERE VARIABLE_NAME IN ('performance_schema', 'admin_address', 'admin_port')
          UNION ALL SELECT 'started', CAST(UNIX_TIMESTAMP() - VARIABLE_VALUE AS SIGNED)
           FROM performance_schema.global_status WHERE VARIABLE_NAME = 'Uptime'",
            )
        },
        counted: None,
    },
    Ask {
        step: Step::Mark,
        question: Question {
            until: Some(MYSQL_8_0),
            ..mysql(
                MARK,
                OF_MARK,
                "SELECT SUM(CRC32(CONCAT(VARIABLE_NAME, '=', VARIABLE_VALUE))) AS settings, NULL AS persisted
           FROM performance_schema.global_variables
          WHERE VARIABLE_NAME NOT IN ('gtid_executed', 'gtid_purged', 'gtid_owned')",
            )
        },
        counted: None,
    },
    Ask {
        step: Step::Mark,
        question: Question {
            since: MYSQL_8_0,
            ..mysql(
                MARK,
                OF_MARK,
                "SELECT SUM(CRC32(CONCAT(VARIABLE_NAME, '=', VARIABLE_VALUE))) AS settings,
                (SELECT SUM(CRC32(CONCAT(VARIABLE_NAME, '=', VARIABLE_VALUE)))
                   FROM performance_schema.persisted_variables) AS persisted
           FROM performance_schema.global_variables
          WHERE VARIABLE_NAME NOT IN ('gtid_executed', 'gtid_purged', 'gtid_owned')",
            )
        },
        counted: None,
    },
];

pub(super) static MARIADB: &[Ask] = &[
    Ask {
        step: Step::Opening,
        question: Question {
            rows_max: 10,
            ..mariadb(
                OPENING,
                PAIR,
                "SELECT LOWER(VARIABLE_NAME) AS name, VARIABLE_VALUE AS value
           FROM information_schema.GLOBAL_VARIABLES
          WHERE VARIABLE_NAME IN ('PERFORMANCE_SCHEMA', 'EXTRA_PORT')
          UNION ALL SELECT 'started', CAST(UNIX_TIMESTAMP() - VARIABLE_VALUE AS SIGNED)
           FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'UPTIME'",
            )
        },
        counted: None,
    },
    Ask {
        step: Step::Mark,
        question: mariadb(
            MARK,
            OF_MARK,
            "SELECT SUM(CRC32(CONCAT(VARIABLE_NAME, '=', VARIABLE_VALUE))) AS settings, NULL AS persisted
           FROM information_schema.GLOBAL_VARIABLES
          WHERE VARIABLE_NAME NOT IN ('GTID_BINLOG_POS', 'GTID_BINLOG_STATE', 'GTID_CURRENT_POS', 'GTID_SLAVE_POS')",
        ),
        counted: None,
    },
];
