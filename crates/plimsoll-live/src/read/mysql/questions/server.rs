//! What the server is, what is in force there, what it counts.

use super::shape::{MARIADB_10_6, MYSQL_5_7, MYSQL_8_0, mariadb, mysql};
use crate::read::Question;

/// Which engine answers, and to whom: asked before anything else.
pub(in crate::read::mysql) static KIND: Question = mysql(
    "kind",
    &["version", "version_comment", "user"],
    "SELECT VERSION() AS version, @@version_comment AS version_comment, CURRENT_USER() AS user",
);

const IDENTITY: &[&str] = &[
    "version",
    "version_comment",
    "now",
    "uptime_seconds",
    "hostname",
    "port",
    "socket",
    "datadir",
    "basedir",
    "pid_file",
    "server_id",
    "server_uuid",
    "read_only",
    "user",
    "log_error",
];
const SETTINGS: &[&str] = &[
    "name", "value", "source", "path", "since", "user", "host", "default",
];
const PAIR: &[&str] = &["name", "value"];

const SETTINGS_MAX: usize = 5_000;

pub(super) static MYSQL: &[Question] = &[
    mysql(
        "identity",
        IDENTITY,
        "SELECT VERSION() AS version, @@version_comment AS version_comment,
            DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%dT%H:%i:%sZ') AS now,
            (SELECT VARIABLE_VALUE FROM performance_schema.global_status WHERE VARIABLE_NAME = 'Uptime') AS uptime_seconds,
            @@hostname AS hostname, @@port AS port, @@socket AS socket, @@datadir AS datadir,
            @@basedir AS basedir, @@pid_file AS pid_file, @@GLOBAL.server_id AS server_id,
            @@server_uuid AS server_uuid, @@GLOBAL.read_only AS read_only,
            CURRENT_USER() AS user, @@GLOBAL.log_error AS log_error",
    ),
    Question {
        until: Some(MYSQL_8_0),
        rows_max: SETTINGS_MAX,
        ..mysql(
            "settings",
            SETTINGS,
            "SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value, '' AS source, NULL AS path,
                NULL AS since, NULL AS user, NULL AS host, NULL AS `default`
           FROM performance_schema.global_variables",
        )
    },
    // SET_TIME is in the session's time zone: in seconds it is in none.
    Question {
        since: MYSQL_8_0,
        rows_max: SETTINGS_MAX,
        ..mysql(
            "settings",
            SETTINGS,
            "SELECT g.VARIABLE_NAME AS name, g.VARIABLE_VALUE AS value, i.VARIABLE_SOURCE AS source,
                i.VARIABLE_PATH AS path,
                DATE_FORMAT(TIMESTAMPADD(SECOND, FLOOR(UNIX_TIMESTAMP(i.SET_TIME)), '1970-01-01 00:00:00'), '%Y-%m-%dT%H:%i:%sZ') AS since,
                i.SET_USER AS user, i.SET_HOST AS host, NULL AS `default`
           FROM performance_schema.global_variables AS g
           LEFT JOIN performance_schema.variables_info AS i ON i.VARIABLE_NAME = g.VARIABLE_NAME",
        )
    },
    Question {
        since: MYSQL_8_0,
        rows_max: SETTINGS_MAX,
        ..mysql(
            "persisted",
            PAIR,
            "SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value
           FROM performance_schema.persisted_variables",
        )
    },
    Question {
        rows_max: SETTINGS_MAX,
        ..mysql(
            "status",
            PAIR,
            "SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value
           FROM performance_schema.global_status",
        )
    },
    Question {
        since: MYSQL_5_7,
        rows_max: 500,
        ..mysql(
            "galera",
            PAIR,
            "SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value
           FROM performance_schema.global_status WHERE LEFT(VARIABLE_NAME, 6) = 'wsrep_'",
        )
    },
    PLUGINS_OF_MYSQL,
];

pub(super) static MARIADB: &[Question] = &[
    mariadb(
        "identity",
        IDENTITY,
        "SELECT VERSION() AS version, @@version_comment AS version_comment,
            DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%dT%H:%i:%sZ') AS now,
            (SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'UPTIME') AS uptime_seconds,
            @@hostname AS hostname, @@port AS port, @@socket AS socket, @@datadir AS datadir,
            @@basedir AS basedir, @@pid_file AS pid_file, @@GLOBAL.server_id AS server_id,
            NULL AS server_uuid, @@GLOBAL.read_only AS read_only,
            CURRENT_USER() AS user, @@GLOBAL.log_error AS log_error",
    ),
    Question {
        rows_max: SETTINGS_MAX,
        ..mariadb(
            "settings",
            SETTINGS,
            "SELECT LOWER(VARIABLE_NAME) AS name, GLOBAL_VALUE AS value, GLOBAL_VALUE_ORIGIN AS source,
                GLOBAL_VALUE_PATH AS path, NULL AS since, NULL AS user, NULL AS host,
                DEFAULT_VALUE AS `default`
           FROM information_schema.SYSTEM_VARIABLES WHERE VARIABLE_SCOPE <> 'SESSION ONLY'",
        )
    },
    Question {
        rows_max: SETTINGS_MAX,
        ..mariadb(
            "status",
            PAIR,
            "SELECT LOWER(VARIABLE_NAME) AS name, VARIABLE_VALUE AS value
           FROM information_schema.GLOBAL_STATUS",
        )
    },
    // A server that is no node has the names too.
    Question {
        rows_max: 500,
        ..mariadb(
            "galera",
            PAIR,
            "SELECT LOWER(VARIABLE_NAME) AS name, VARIABLE_VALUE AS value
           FROM information_schema.GLOBAL_STATUS
          WHERE LEFT(VARIABLE_NAME, 6) = 'WSREP_'
            AND EXISTS (SELECT 1 FROM information_schema.GLOBAL_VARIABLES
                         WHERE VARIABLE_NAME = 'WSREP_ON' AND VARIABLE_VALUE = 'ON')",
        )
    },
    Question {
        since: MARIADB_10_6,
        ..PLUGINS_OF_MYSQL
    },
];

const PLUGINS_OF_MYSQL: Question = Question {
    rows_max: 2_000,
    ..mysql(
        "plugins",
        &["name", "status", "type", "library"],
        "SELECT PLUGIN_NAME AS name, PLUGIN_STATUS AS status, PLUGIN_TYPE AS type,
            PLUGIN_LIBRARY AS `library`
       FROM information_schema.PLUGINS",
    )
};
