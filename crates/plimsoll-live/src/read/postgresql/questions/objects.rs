//! What is kept: databases, relations, extensions, statements seen.

use plimsoll_model::Version;

use super::shape::always;
use crate::read::Question;

pub(super) static QUESTIONS: &[Question] = &[
    Question {
        rows_max: 1_000,
        ..always(
            super::shape::EXTENSIONS,
            &["name", "version", "schema"],
            "SELECT e.extname AS name, e.extversion AS version, n.nspname AS schema
           FROM pg_catalog.pg_extension AS e
           JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
          ORDER BY 1",
        )
    },
    Question {
        rows_max: 10_000,
        ..always(
            "databases",
            &[
                "name", "size_bytes", "commits", "rollbacks", "temp_files", "temp_bytes",
                "deadlocks", "blocks_hit", "blocks_read", "xid_age", "mxid_age",
                "connection_limit", "stats_reset", "allow_connections", "is_template",
                "checksum_failures",
            ],
            // What all databases share is counted under none of them.
            "SELECT coalesce(d.datname, '(shared)') AS name,
                CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                       OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
                     THEN pg_catalog.pg_database_size(d.oid) END AS size_bytes,
                s.xact_commit AS commits, s.xact_rollback AS rollbacks,
                s.temp_files, s.temp_bytes, s.deadlocks,
                s.blks_hit AS blocks_hit, s.blks_read AS blocks_read,
                pg_catalog.age(d.datfrozenxid) AS xid_age,
                pg_catalog.mxid_age(d.datminmxid) AS mxid_age,
                d.datconnlimit AS connection_limit,
                pg_catalog.to_char(s.stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS stats_reset,
                d.datallowconn AS allow_connections, d.datistemplate AS is_template,
                s.checksum_failures
           FROM pg_catalog.pg_database AS d
           FULL JOIN pg_catalog.pg_stat_database AS s ON s.datid = d.oid
          ORDER BY 1",
        )
    },
    // Sizes as of the last vacuum or analyze, from the catalogue alone: asking
    // each file its size would take a lock on its relation.
    always(
        "relations",
        &["tables", "indexes", "bytes", "largest_bytes"],
        "SELECT count(*) FILTER (WHERE relkind IN ('r', 'm', 't', 'p')) AS tables,
            count(*) FILTER (WHERE relkind IN ('i', 'I')) AS indexes,
            coalesce(sum(relpages::bigint), 0) * pg_catalog.current_setting('block_size')::bigint AS bytes,
            coalesce(max(relpages::bigint), 0) * pg_catalog.current_setting('block_size')::bigint AS largest_bytes
       FROM pg_catalog.pg_class
      WHERE relkind IN ('r', 'm', 't', 'p', 'i', 'I')",
    ),
    always(
        "autovacuum",
        &["tables", "tables_overdue", "oldest_xid_age"],
        "SELECT count(*) AS tables,
            count(*) FILTER (WHERE pg_catalog.age(relfrozenxid) > pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint) AS tables_overdue,
            max(pg_catalog.age(relfrozenxid)) AS oldest_xid_age
       FROM pg_catalog.pg_class
      WHERE relkind IN ('r', 'm', 't') AND relfrozenxid <> '0'::pg_catalog.xid",
    ),
    // By its function and not by its view, which would read the texts of all
    // queries off their file. Its times have other names before 1.8.
    Question {
        rows_max: 20,
        grant: Some("GRANT USAGE ON SCHEMA {pg_stat_statements} TO {role}"),
        ..always(
            "statements",
            &["queryid", "calls", "rows", "total_ms", "mean_ms", "temp_blocks_written"],
            "SELECT t.queryid, t.calls, t.rows, t.total_ms,
                t.total_ms / NULLIF(t.calls, 0) AS mean_ms, t.temp_blocks_written
           FROM (SELECT s.queryid, s.calls, s.rows, s.temp_blks_written AS temp_blocks_written,
                        coalesce(pg_catalog.to_jsonb(s) ->> 'total_exec_time', pg_catalog.to_jsonb(s) ->> 'total_time')::float8 AS total_ms
                   FROM {pg_stat_statements}.pg_stat_statements(false) AS s
                  ORDER BY s.temp_blks_written DESC, s.calls DESC
                  LIMIT 20) AS t",
        )
    },
    Question {
        since: Version::major(14),
        grant: Some("GRANT USAGE ON SCHEMA {pg_stat_statements} TO {role}"),
        ..always(
            "statements_since",
            &["counted_seconds"],
            "SELECT extract(epoch FROM now() - i.stats_reset) AS counted_seconds
           FROM {pg_stat_statements}.pg_stat_statements_info() AS i",
        )
    },
];
