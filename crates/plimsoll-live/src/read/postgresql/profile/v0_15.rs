//! `postgres_exporter` 0.15 (tag v0.15.0): most views by collectors, which say no
//! `server` and write 0 for what is NULL; tables of the database connected to.

use plimsoll_model::FamilyKind;
use plimsoll_model::FamilyKind::{Counter, Gauge};

use super::super::questions::always;
use super::table::Table;
use super::tables::{
    ACTIVITY, ARCHIVER, BGWRITER, BGWRITER_FIGURES, CONFLICTS, CONFLICTS_16, COUNT, DATABASE_SIZES,
    LOCKS, REPLICATION, SIZE, SLOTS, STATIC, many,
};
use crate::read::Question;

pub(super) static TABLES: &[Table] = &[
    STATIC,
    of_collector("pg_database", SIZE, DATABASE_SIZES),
    of_collector("pg_locks", COUNT, LOCKS),
    Table {
        prefix: "pg_stat_activity",
        has_server: true,
        figures: ACTIVITY,
        question: SESSIONS,
    },
    ARCHIVER,
    of_collector("pg_stat_bgwriter", BGWRITER_FIGURES, BGWRITER),
    CONFLICTS,
    CONFLICTS_16,
    REPLICATION,
    SLOTS,
    of_collector("pg_stat_database", DATABASES_FIGURES, DATABASES),
    of_collector("pg_replication", LAG_FIGURES, LAG),
    of_collector("pg_replication_slot", SLOT_FIGURES, SLOT),
    of_collector(
        "pg_replication_slot",
        &[("slot_confirmed_flush_lsn", Gauge)],
        FLUSHED,
    ),
    of_collector("pg_wal", WAL_FIGURES, WAL),
    of_collector("pg_stat_user_tables", USER_TABLES_FIGURES, USER_TABLES),
    of_collector("pg_statio_user_tables", USER_IO_FIGURES, USER_IO),
];

const fn of_collector(
    prefix: &'static str,
    figures: &'static [(&'static str, FamilyKind)],
    question: Question,
) -> Table {
    Table {
        prefix,
        has_server: false,
        figures,
        question,
    }
}

const SESSIONS: Question = many(
    "pg_stat_activity",
    &["datname", "state", "usename", "application_name", "count", "max_tx_duration"],
    "SELECT d.datname, t.state, a.usename, a.application_name, coalesce(a.count, 0) AS count,
            coalesce(a.seconds, 0) AS max_tx_duration
       FROM pg_catalog.pg_database AS d
      CROSS JOIN (VALUES ('active'), ('idle'), ('idle in transaction'), ('idle in transaction (aborted)'),
                         ('fastpath function call'), ('disabled')) AS t (state)
       LEFT JOIN (SELECT s.datid, s.state, s.usename, s.application_name, count(*) AS count,
                         max(EXTRACT(epoch FROM now() - s.xact_start)) AS seconds
                    FROM pg_catalog.pg_stat_activity AS s GROUP BY 1, 2, 3, 4) AS a
         ON a.datid = d.oid AND a.state = t.state
      ORDER BY 1, 2, 3, 4",
);

const DATABASES: Question = many(
    "pg_stat_database",
    &[
        "datid", "datname", "numbackends", "xact_commit", "xact_rollback", "blks_read", "blks_hit",
        "tup_returned", "tup_fetched", "tup_inserted", "tup_updated", "tup_deleted", "conflicts",
        "temp_files", "temp_bytes", "deadlocks", "blk_read_time", "blk_write_time", "stats_reset",
    ],
    "SELECT datid, datname, numbackends, xact_commit, xact_rollback, blks_read, blks_hit, tup_returned,
            tup_fetched, tup_inserted, tup_updated, tup_deleted, conflicts, temp_files, temp_bytes, deadlocks,
            blk_read_time, blk_write_time,
            coalesce(pg_catalog.floor(EXTRACT(epoch FROM stats_reset)), 0) AS stats_reset
       FROM pg_catalog.pg_stat_database WHERE datname IS NOT NULL ORDER BY 1",
);

const DATABASES_FIGURES: &[(&str, FamilyKind)] = &[
    ("numbackends", Gauge),
    ("xact_commit", Counter),
    ("xact_rollback", Counter),
    ("blks_read", Counter),
    ("blks_hit", Counter),
    ("tup_returned", Counter),
    ("tup_fetched", Counter),
    ("tup_inserted", Counter),
    ("tup_updated", Counter),
    ("tup_deleted", Counter),
    ("conflicts", Counter),
    ("temp_files", Counter),
    ("temp_bytes", Counter),
    ("deadlocks", Counter),
    ("blk_read_time", Counter),
    ("blk_write_time", Counter),
    ("stats_reset", Counter),
];

const LAG: Question = always(
    "pg_replication",
    &["lag_seconds", "is_replica"],
    "SELECT CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN 0
                 WHEN pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn() THEN 0
                 ELSE greatest(0, EXTRACT(epoch FROM now() - pg_catalog.pg_last_xact_replay_timestamp())) END AS lag_seconds,
            pg_catalog.pg_is_in_recovery()::int AS is_replica",
);

const LAG_FIGURES: &[(&str, FamilyKind)] = &[("lag_seconds", Gauge), ("is_replica", Gauge)];

const SLOT: Question = many(
    "pg_replication_slot",
    &["slot_name", "slot_current_wal_lsn", "slot_is_active"],
    "SELECT slot_name,
            coalesce(pg_catalog.pg_wal_lsn_diff(CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_receive_lsn()
                                                     ELSE pg_catalog.pg_current_wal_lsn() END, '0/0'), 0) AS slot_current_wal_lsn,
            active::int AS slot_is_active
       FROM pg_catalog.pg_replication_slots ORDER BY 1",
);

const SLOT_FIGURES: &[(&str, FamilyKind)] =
    &[("slot_current_wal_lsn", Gauge), ("slot_is_active", Gauge)];

/// Of those alone that somebody reads.
const FLUSHED: Question = many(
    "pg_replication_slot_flushed",
    &["slot_name", "slot_confirmed_flush_lsn"],
    "SELECT slot_name, coalesce(pg_catalog.pg_wal_lsn_diff(confirmed_flush_lsn, '0/0'), 0) AS slot_confirmed_flush_lsn
       FROM pg_catalog.pg_replication_slots WHERE active ORDER BY 1",
);

const WAL: Question = always(
    "pg_wal",
    &["segments", "size_bytes"],
    "SELECT count(*) AS segments, sum(size) AS size_bytes
       FROM pg_catalog.pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'",
);

const WAL_FIGURES: &[(&str, FamilyKind)] = &[("segments", Gauge), ("size_bytes", Gauge)];

const USER_TABLES: Question = many(
    "pg_stat_user_tables",
    &[
        "datname", "schemaname", "relname", "seq_scan", "seq_tup_read", "idx_scan", "idx_tup_fetch",
        "n_tup_ins", "n_tup_upd", "n_tup_del", "n_tup_hot_upd", "n_live_tup", "n_dead_tup",
        "n_mod_since_analyze", "last_vacuum", "last_autovacuum", "last_analyze", "last_autoanalyze",
        "vacuum_count", "autovacuum_count", "analyze_count", "autoanalyze_count", "size_bytes",
    ],
    "SELECT pg_catalog.current_database() AS datname, schemaname, relname, seq_scan, seq_tup_read,
            coalesce(idx_scan, 0) AS idx_scan, coalesce(idx_tup_fetch, 0) AS idx_tup_fetch,
            n_tup_ins, n_tup_upd, n_tup_del, n_tup_hot_upd, n_live_tup, n_dead_tup, n_mod_since_analyze,
            coalesce(pg_catalog.floor(EXTRACT(epoch FROM last_vacuum)), 0) AS last_vacuum,
            coalesce(pg_catalog.floor(EXTRACT(epoch FROM last_autovacuum)), 0) AS last_autovacuum,
            coalesce(pg_catalog.floor(EXTRACT(epoch FROM last_analyze)), 0) AS last_analyze,
            coalesce(pg_catalog.floor(EXTRACT(epoch FROM last_autoanalyze)), 0) AS last_autoanalyze,
            vacuum_count, autovacuum_count, analyze_count, autoanalyze_count,
            coalesce(pg_catalog.pg_total_relation_size(relid), 0) AS size_bytes
       FROM pg_catalog.pg_stat_user_tables ORDER BY 2, 3",
);

const USER_TABLES_FIGURES: &[(&str, FamilyKind)] = &[
    ("seq_scan", Counter),
    ("seq_tup_read", Counter),
    ("idx_scan", Counter),
    ("idx_tup_fetch", Counter),
    ("n_tup_ins", Counter),
    ("n_tup_upd", Counter),
    ("n_tup_del", Counter),
    ("n_tup_hot_upd", Counter),
    ("n_live_tup", Gauge),
    ("n_dead_tup", Gauge),
    ("n_mod_since_analyze", Gauge),
    ("last_vacuum", Gauge),
    ("last_autovacuum", Gauge),
    ("last_analyze", Gauge),
    ("last_autoanalyze", Gauge),
    ("vacuum_count", Counter),
    ("autovacuum_count", Counter),
    ("analyze_count", Counter),
    ("autoanalyze_count", Counter),
    ("size_bytes", Gauge),
];

const USER_IO: Question = many(
    "pg_statio_user_tables",
    &[
        "datname", "schemaname", "relname", "heap_blocks_read", "heap_blocks_hit", "idx_blocks_read",
        "idx_blocks_hit", "toast_blocks_read", "toast_blocks_hit", "tidx_blocks_read", "tidx_blocks_hit",
    ],
    "SELECT pg_catalog.current_database() AS datname, schemaname, relname,
            coalesce(heap_blks_read, 0) AS heap_blocks_read, coalesce(heap_blks_hit, 0) AS heap_blocks_hit,
            coalesce(idx_blks_read, 0) AS idx_blocks_read, coalesce(idx_blks_hit, 0) AS idx_blocks_hit,
            coalesce(toast_blks_read, 0) AS toast_blocks_read, coalesce(toast_blks_hit, 0) AS toast_blocks_hit,
            coalesce(tidx_blks_read, 0) AS tidx_blocks_read, coalesce(tidx_blks_hit, 0) AS tidx_blocks_hit
       FROM pg_catalog.pg_statio_user_tables ORDER BY 2, 3",
);

const USER_IO_FIGURES: &[(&str, FamilyKind)] = &[
    ("heap_blocks_read", Counter),
    ("heap_blocks_hit", Counter),
    ("idx_blocks_read", Counter),
    ("idx_blocks_hit", Counter),
    ("toast_blocks_read", Counter),
    ("toast_blocks_hit", Counter),
    ("tidx_blocks_read", Counter),
    ("tidx_blocks_hit", Counter),
];
