//! What the server is and what its settings are.

use plimsoll_model::Version;

use super::shape::always;
use crate::read::Question;

/// Which kind of server it is, for `target_session_attrs`.
pub(in crate::read::postgresql) static KIND: Question = always(
    "kind",
    &["in_recovery", "read_only"],
    "SELECT pg_catalog.pg_is_in_recovery() AS in_recovery,
            pg_catalog.current_setting('default_transaction_read_only') AS read_only",
);

pub(super) static QUESTIONS: &[Question] = &[
    always(
        "identity",
        &[
            "version", "version_num", "version_full", "build", "now", "started", "conf_loaded",
            "in_recovery", "data_directory", "config_file", "hba_file", "system_identifier",
            "user", "is_superuser", "cluster_name", "server_addr", "database",
            "reads_all_settings", "reads_all_stats", "backend_age_seconds", "client_addr",
            "client_port",
            "tls_version",
        ],
        "SELECT pg_catalog.current_setting('server_version') AS version,
            pg_catalog.current_setting('server_version_num') AS version_num,
            pg_catalog.version() AS version_full,
            (SELECT 'aurora' FROM pg_catalog.pg_proc WHERE proname = 'aurora_version' LIMIT 1) AS build,
            pg_catalog.to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS now,
            pg_catalog.to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS started,
            pg_catalog.to_char(pg_conf_load_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS conf_loaded,
            pg_catalog.pg_is_in_recovery() AS in_recovery,
            CASE WHEN pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE') THEN pg_catalog.current_setting('data_directory') END AS data_directory,
            CASE WHEN pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE') THEN pg_catalog.current_setting('config_file') END AS config_file,
            CASE WHEN pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE') THEN pg_catalog.current_setting('hba_file') END AS hba_file,
            (SELECT system_identifier FROM pg_catalog.pg_control_system()) AS system_identifier,
            current_user AS \"user\",
            pg_catalog.current_setting('is_superuser') AS is_superuser,
            pg_catalog.current_setting('cluster_name') AS cluster_name,
            pg_catalog.inet_server_addr() AS server_addr,
            pg_catalog.current_database() AS database,
            pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE') AS reads_all_settings,
            pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') AS reads_all_stats,
            (SELECT pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.backend_start)::numeric, 3)
               FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = pg_catalog.pg_backend_pid()) AS backend_age_seconds,
            pg_catalog.host(pg_catalog.inet_client_addr()) AS client_addr,
            pg_catalog.inet_client_port() AS client_port,
            (SELECT t.version FROM pg_catalog.pg_stat_ssl AS t WHERE t.pid = pg_catalog.pg_backend_pid()) AS tls_version",
    ),
    Question {
        rows_max: 5_000,
        ..always(
            "settings",
            &[
                "name", "setting", "unit", "vartype", "context", "source", "sourcefile",
                "sourceline", "boot_val", "reset_val", "pending_restart",
            ],
            // What this session set for itself is not what is in force: its value before that is.
            // A password within a value is not read.
            "SELECT name,
                CASE WHEN name = 'primary_conninfo' THEN pg_catalog.regexp_replace(setting, 'password.*', 'password=***')
                     WHEN source = 'session' THEN reset_val ELSE setting END AS setting,
                unit, vartype, context, source, sourcefile, sourceline, boot_val,
                CASE WHEN name = 'primary_conninfo' THEN NULL ELSE reset_val END AS reset_val,
                pending_restart
           FROM pg_catalog.pg_settings",
        )
    },
    Question {
        rows_max: 5_000,
        grant: Some(
            "GRANT SELECT ON pg_catalog.pg_file_settings TO {role}; GRANT EXECUTE ON FUNCTION pg_catalog.pg_show_all_file_settings() TO {role}",
        ),
        ..always(
            "file_settings",
            &["sourcefile", "sourceline", "seqno", "name", "setting", "applied", "error"],
            // Of a name that nobody defines (app.secret) the value is nobody's business.
            "SELECT f.sourcefile, f.sourceline, f.seqno, f.name,
                CASE WHEN pg_catalog.lower(f.name) = 'primary_conninfo' THEN pg_catalog.regexp_replace(f.setting, 'password.*', 'password=***')
                     WHEN f.name LIKE '%.%' AND NOT EXISTS (SELECT FROM pg_catalog.pg_settings AS s WHERE pg_catalog.lower(s.name) = pg_catalog.lower(f.name)) THEN NULL
                     ELSE f.setting END AS setting,
                f.applied, f.error
           FROM pg_catalog.pg_file_settings AS f
          ORDER BY f.seqno",
        )
    },
    Question {
        rows_max: 10_000,
        ..always(
            "overrides",
            &["database", "role", "name", "value"],
            "SELECT d.datname AS database, r.rolname AS role, o.name,
                CASE WHEN o.name NOT LIKE '%.%' OR EXISTS (SELECT FROM pg_catalog.pg_settings AS s WHERE pg_catalog.lower(s.name) = pg_catalog.lower(o.name)) THEN o.value END AS value
           FROM (SELECT setdatabase, setrole,
                        pg_catalog.split_part(entry, '=', 1) AS name,
                        pg_catalog.substr(entry, pg_catalog.strpos(entry, '=') + 1) AS value
                   FROM pg_catalog.pg_db_role_setting, pg_catalog.unnest(setconfig) AS entry) AS o
           LEFT JOIN pg_catalog.pg_database AS d ON d.oid = o.setdatabase
           LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = o.setrole
          ORDER BY 1, 2, 3",
        )
    },
    Question {
        grant: Some(
            "GRANT SELECT ON pg_catalog.pg_hba_file_rules TO {role}; GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules() TO {role}",
        ),
        ..always(
            "hba_problems",
            &["rules", "errors", "refused"],
            // The server passes over a rule that cannot match, and refuses to
            // start with any other error (hba.c).
            "SELECT count(*) AS rules, count(error) AS errors,
                count(error) FILTER (WHERE error NOT LIKE '%record cannot match because%') AS refused
           FROM pg_catalog.pg_hba_file_rules",
        )
    },
    // pg_read_all_stats may read it from 15 on (release notes).
    Question {
        since: Version::major(13),
        until: Some(Version::major(15)),
        grant: Some(
            "GRANT SELECT ON pg_catalog.pg_shmem_allocations TO {role}; GRANT EXECUTE ON FUNCTION pg_catalog.pg_get_shmem_allocations() TO {role}",
        ),
        ..SHARED_MEMORY
    },
    Question {
        since: Version::major(15),
        ..SHARED_MEMORY
    },
];

const SHARED_MEMORY: Question = Question {
    rows_max: 1_000,
    ..always(
        "shared_memory",
        &["name", "allocated_bytes"],
        "SELECT coalesce(name, '<free>') AS name, allocated_size AS allocated_bytes
           FROM pg_catalog.pg_shmem_allocations
          ORDER BY allocated_size DESC",
    )
};
