//! Who is on the server.

use super::shape::{PROCESS_GRANT, mariadb, mysql};
use crate::read::Question;

/// The question that only an account with the right to see every session can
/// ask: the list of sessions itself leaves others out and says nothing.
pub(in crate::read::mysql) const PROCESS: &str = "process";

const COLUMNS: &[&str] = &[
    "user",
    "database",
    "command",
    "count",
    "oldest_seconds",
    "running",
    "waiting",
];

/// The server's own threads, as a replica's, are shown but do not run for anybody.
const SESSIONS: &str = "SELECT USER AS user, DB AS `database`, COMMAND AS command, COUNT(*) AS count,
        MAX(TIME) AS oldest_seconds,
        SUM(USER NOT IN ('system user', 'event_scheduler')
            AND COMMAND NOT IN ('Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID')) AS running,
        SUM(COALESCE(STATE LIKE 'Waiting for%lock' OR STATE IN ('User lock', 'Waiting for table flush'), 0)) AS waiting
   FROM information_schema.PROCESSLIST
  WHERE ID <> CONNECTION_ID()
  GROUP BY USER, DB, COMMAND";

const RIGHT: &str = "SELECT COUNT(*) AS count FROM information_schema.INNODB_CMP";

pub(super) static MYSQL: &[Question] = &[
    Question {
        rows_max: 2_000,
        ..mysql("sessions", COLUMNS, SESSIONS)
    },
    Question {
        grant: PROCESS_GRANT,
        ..mysql(PROCESS, &["count"], RIGHT)
    },
];

pub(super) static MARIADB: &[Question] = &[
    Question {
        rows_max: 2_000,
        ..mariadb("sessions", COLUMNS, SESSIONS)
    },
    Question {
        grant: PROCESS_GRANT,
        ..mariadb(PROCESS, &["count"], RIGHT)
    },
];
