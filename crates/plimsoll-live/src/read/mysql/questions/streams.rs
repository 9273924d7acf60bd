//! What goes to other servers and comes from them.

use super::shape::{MYSQL_8_0, PERFORMANCE_GRANT, mariadb, mysql};
use crate::read::Question;

const REPLICA: &[&str] = &[
    "channel",
    "io_running",
    "sql_running",
    "lag_seconds",
    "io_error",
    "sql_error",
];

/// No table of `MariaDB` has it before 11.6.
pub(in crate::read::mysql) const SLAVES: &str = "SHOW ALL SLAVES STATUS";
/// Its columns that answer, in the order of the question's.
pub(super) const SLAVES_COLUMNS: &[&str] = &[
    "Connection_name",
    "Slave_IO_Running",
    "Slave_SQL_Running",
    "Seconds_Behind_Master",
    "Last_IO_Error",
    "Last_SQL_Error",
];
/// No table has it.
pub(in crate::read::mysql) const LOGS: &str = "SHOW BINARY LOGS";

const LOGS_COLUMNS: &[&str] = &["count", "bytes"];
const CHANNELS_MAX: usize = 1_000;

pub(super) static MYSQL: &[Question] = &[
    // Before 8.0 no table tells the lag.
    Question {
        until: Some(MYSQL_8_0),
        rows_max: CHANNELS_MAX,
        grant: PERFORMANCE_GRANT,
        ..mysql(
            "replica",
            REPLICA,
            "SELECT c.CHANNEL_NAME AS channel, c.SERVICE_STATE AS io_running,
                a.SERVICE_STATE AS sql_running, NULL AS lag_seconds,
                c.LAST_ERROR_MESSAGE AS io_error,
                (SELECT MAX(w.LAST_ERROR_MESSAGE)
                   FROM performance_schema.replication_applier_status_by_worker AS w
                  WHERE w.CHANNEL_NAME = c.CHANNEL_NAME) AS sql_error
           FROM performance_schema.replication_connection_status AS c
           LEFT JOIN performance_schema.replication_applier_status AS a ON a.CHANNEL_NAME = c.CHANNEL_NAME",
        )
    },
    // The age of the oldest transaction that a worker is busy with, 0 with none;
    // unknown where nothing is fetched or applied.
    Question {
        since: MYSQL_8_0,
        rows_max: CHANNELS_MAX,
        grant: PERFORMANCE_GRANT,
        ..mysql(
            "replica",
            REPLICA,
            "SELECT c.CHANNEL_NAME AS channel, c.SERVICE_STATE AS io_running,
                a.SERVICE_STATE AS sql_running,
                CASE WHEN c.SERVICE_STATE = 'ON' AND a.SERVICE_STATE = 'ON' THEN
                  (SELECT COALESCE(MAX(CASE WHEN w.APPLYING_TRANSACTION <> '' THEN
                            GREATEST(UNIX_TIMESTAMP() - UNIX_TIMESTAMP(w.APPLYING_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP), 0) END), 0)
                     FROM performance_schema.replication_applier_status_by_worker AS w
                    WHERE w.CHANNEL_NAME = c.CHANNEL_NAME) END AS lag_seconds,
                c.LAST_ERROR_MESSAGE AS io_error,
                (SELECT MAX(w.LAST_ERROR_MESSAGE)
                   FROM performance_schema.replication_applier_status_by_worker AS w
                  WHERE w.CHANNEL_NAME = c.CHANNEL_NAME) AS sql_error
           FROM performance_schema.replication_connection_status AS c
           LEFT JOIN performance_schema.replication_applier_status AS a ON a.CHANNEL_NAME = c.CHANNEL_NAME",
        )
    },
    Question {
        grant: Some("GRANT REPLICATION CLIENT ON *.* TO {role}"),
        ..mysql("binary_logs", LOGS_COLUMNS, LOGS)
    },
];

pub(super) static MARIADB: &[Question] = &[
    Question {
        rows_max: CHANNELS_MAX,
        grant: Some("GRANT REPLICA MONITOR ON *.* TO {role}"),
        ..mariadb("replica", REPLICA, SLAVES)
    },
    Question {
        grant: Some("GRANT BINLOG MONITOR ON *.* TO {role}"),
        ..mariadb("binary_logs", LOGS_COLUMNS, LOGS)
    },
];
