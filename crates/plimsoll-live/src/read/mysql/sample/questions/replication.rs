//! What comes from other servers and goes to them.

use plimsoll_model::Version;

use super::ask::{Ask, Step, always};
use crate::read::Question;
use crate::read::mysql::questions::{
    LOGS, PERFORMANCE_GRANT, PROCESS_GRANT, SLAVES, Taking, mariadb, mysql,
};

/// Of a replica, by channel.
pub(in crate::read::mysql::sample) const CHANNELS: &str = "channels";
/// Of a source: those that read from it.
pub(in crate::read::mysql::sample) const REPLICAS: &str = "replicas";
/// Binary logs on disk.
pub(in crate::read::mysql::sample) const BINARY_LOGS: &str = "binary_logs";

const CHANNELS_MAX: usize = 1_000;
const OF_CHANNELS: &[&str] = &[
    "channel",
    "receives",
    "applies",
    "lag_seconds",
    "received_file",
    "received_position",
    "applied_file",
    "applied_position",
    "relay_bytes",
    "relay_position",
];

/// Until 8.4, which has the new words alone.
const SLAVE: &str = "SHOW SLAVE STATUS";
const REPLICA: &str = "SHOW REPLICA STATUS";
const MYSQL_8_4: Version = Version::new(8, 4);

/// The columns of the SHOWs, in the order of the question's; none for other questions.
pub(in crate::read::mysql) fn taking(question: &Question) -> Option<Taking> {
    if question.name != CHANNELS {
        return None;
    }
    Some(Taking::Columns(match question.sql {
        REPLICA => &[
            "Channel_Name",
            "Replica_IO_Running",
            "Replica_SQL_Running",
            "Seconds_Behind_Source",
            "Source_Log_File",
            "Read_Source_Log_Pos",
            "Relay_Source_Log_File",
            "Exec_Source_Log_Pos",
            "Relay_Log_Space",
            "Relay_Log_Pos",
        ],
        SLAVE => &[
            "Channel_Name",
            "Slave_IO_Running",
            "Slave_SQL_Running",
            "Seconds_Behind_Master",
            "Master_Log_File",
            "Read_Master_Log_Pos",
            "Relay_Master_Log_File",
            "Exec_Master_Log_Pos",
            "Relay_Log_Space",
            "Relay_Log_Pos",
        ],
        _ => &[
            "Connection_name",
            "Slave_IO_Running",
            "Slave_SQL_Running",
            "Seconds_Behind_Master",
            "Master_Log_File",
            "Read_Master_Log_Pos",
            "Relay_Master_Log_File",
            "Exec_Master_Log_Pos",
            "Relay_Log_Space",
            "Relay_Log_Pos",
        ],
    }))
}

pub(in crate::read::mysql::sample) const OF_REPLICAS: &[&str] =
    &["replica", "state", "replica_streams"];
pub(in crate::read::mysql::sample) const OF_LOGS: &[&str] = &["count", "wal_kept_bytes"];
const REPLICAS_MAX: usize = 1_000;

/// A list of replicas has names alone; what the threads that feed them do is told here.
const BY_THREADS: &str = "SELECT CONCAT(PROCESSLIST_USER, '@', PROCESSLIST_HOST) AS replica,
        CASE WHEN PROCESSLIST_STATE LIKE '%has sent all%' THEN 'sent all'
             WHEN PROCESSLIST_STATE LIKE 'Sending%' THEN 'sending' ELSE 'other' END AS state, 1 AS replica_streams
   FROM performance_schema.threads
  WHERE PROCESSLIST_COMMAND IN ('Binlog Dump', 'Binlog Dump GTID') GROUP BY 1, 2";

/// The host has its port after it.
const BY_PROCESSES: &str = "SELECT CONCAT(USER, '@', LEFT(HOST, CHAR_LENGTH(HOST) - CHAR_LENGTH(SUBSTRING_INDEX(HOST, ':', -1)) - (HOST LIKE '%:%'))) AS replica,
        CASE WHEN STATE LIKE '%has sent all%' THEN 'sent all'
             WHEN STATE LIKE 'Sending%' THEN 'sending' ELSE 'other' END AS state, 1 AS replica_streams
   FROM information_schema.PROCESSLIST
  WHERE COMMAND IN ('Binlog Dump', 'Binlog Dump GTID') GROUP BY 1, 2";

pub(super) static MYSQL: &[Ask] = &[
    always(Question {
        until: Some(MYSQL_8_4),
        rows_max: CHANNELS_MAX,
        grant: CLIENT_GRANT,
        ..mysql(CHANNELS, OF_CHANNELS, SLAVE)
    }),
    always(Question {
        since: MYSQL_8_4,
        rows_max: CHANNELS_MAX,
        grant: CLIENT_GRANT,
        ..mysql(CHANNELS, OF_CHANNELS, REPLICA)
    }),
    Ask {
        step: Step::Replicas,
        counted: Some(true),
        question: Question {
            rows_max: REPLICAS_MAX,
            grant: PERFORMANCE_GRANT,
            ..mysql(REPLICAS, OF_REPLICAS, BY_THREADS)
        },
    },
    Ask {
        step: Step::Replicas,
        counted: Some(false),
        question: Question {
            rows_max: REPLICAS_MAX,
            grant: PROCESS_GRANT,
            ..mysql(REPLICAS, OF_REPLICAS, BY_PROCESSES)
        },
    },
    Ask {
        step: Step::Seldom,
        counted: None,
        question: Question {
            grant: CLIENT_GRANT,
            ..mysql(BINARY_LOGS, OF_LOGS, LOGS)
        },
    },
];

const CLIENT_GRANT: Option<&str> = Some("GRANT REPLICATION CLIENT ON *.* TO {role}");

pub(super) static MARIADB: &[Ask] = &[
    always(Question {
        rows_max: CHANNELS_MAX,
        grant: Some("GRANT REPLICA MONITOR ON *.* TO {role}"),
        ..mariadb(CHANNELS, OF_CHANNELS, SLAVES)
    }),
    Ask {
        step: Step::Replicas,
        counted: Some(true),
        question: Question {
            rows_max: REPLICAS_MAX,
            grant: PERFORMANCE_GRANT,
            ..mariadb(REPLICAS, OF_REPLICAS, BY_THREADS)
        },
    },
    Ask {
        step: Step::Replicas,
        counted: Some(false),
        question: Question {
            rows_max: REPLICAS_MAX,
            grant: PROCESS_GRANT,
            ..mariadb(REPLICAS, OF_REPLICAS, BY_PROCESSES)
        },
    },
    Ask {
        step: Step::Seldom,
        counted: None,
        question: Question {
            grant: Some("GRANT BINLOG MONITOR ON *.* TO {role}"),
            ..mariadb(BINARY_LOGS, OF_LOGS, LOGS)
        },
    },
];
