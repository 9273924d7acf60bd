//! Tables that more than one version of the exporter has.

use plimsoll_model::FamilyKind::{Counter, Gauge, Untyped};
use plimsoll_model::{FamilyKind, Version};

use super::super::questions::always;
use super::table::Table;
use crate::read::Question;

/// Databases, or locks and states of each: more are cut off.
const ROWS_MAX: usize = 5_000;

/// A question of many rows.
pub(super) const fn many(
    name: &'static str,
    columns: &'static [&'static str],
    sql: &'static str,
) -> Question {
    Question {
        rows_max: ROWS_MAX,
        ..always(name, columns, sql)
    }
}

pub(super) const STATIC: Table = Table {
    prefix: "pg",
    has_server: true,
    figures: &[("static", Untyped)],
    question: always(
        "pg_static",
        &["static", "short_version", "version"],
        "SELECT 1 AS static,
            pg_catalog.concat_ws('.', pg_catalog.current_setting('server_version_num')::int / 10000,
                                      pg_catalog.current_setting('server_version_num')::int % 10000, 0) AS short_version,
            pg_catalog.version() AS version",
    ),
};

pub(super) const DATABASE_SIZES: Question = many(
    "pg_database",
    &["datname", "size_bytes"],
    "SELECT d.datname, coalesce(pg_catalog.pg_database_size(d.oid), 0) AS size_bytes
       FROM pg_catalog.pg_database AS d ORDER BY 1",
);

pub(super) const SIZE: &[(&str, FamilyKind)] = &[("size_bytes", Gauge)];

/// Every mode for every database, most of them zero.
pub(super) const LOCKS: Question = many(
    "pg_locks",
    &["datname", "mode", "count"],
    "SELECT d.datname, m.mode, coalesce(l.count, 0) AS count
       FROM pg_catalog.pg_database AS d
      CROSS JOIN (VALUES ('accesssharelock'), ('rowsharelock'), ('rowexclusivelock'),
                         ('shareupdateexclusivelock'), ('sharelock'), ('sharerowexclusivelock'),
                         ('exclusivelock'), ('accessexclusivelock'), ('sireadlock')) AS m (mode)
       LEFT JOIN (SELECT k.database, pg_catalog.lower(k.mode) AS mode, count(*) AS count
                    FROM pg_catalog.pg_locks AS k WHERE k.database IS NOT NULL GROUP BY 1, 2) AS l
         ON l.database = d.oid AND l.mode = m.mode
      ORDER BY 1, 2",
);

pub(super) const COUNT: &[(&str, FamilyKind)] = &[("count", Gauge)];

pub(super) const ACTIVITY: &[(&str, FamilyKind)] = &[("count", Gauge), ("max_tx_duration", Gauge)];

pub(super) const ARCHIVER: Table = Table {
    prefix: "pg_stat_archiver",
    has_server: true,
    figures: &[
        ("archived_count", Counter),
        ("failed_count", Counter),
        ("last_archive_age", Gauge),
    ],
    question: always(
        "pg_stat_archiver",
        &["archived_count", "failed_count", "last_archive_age"],
        "SELECT archived_count, failed_count,
            EXTRACT(epoch FROM now() - last_archived_time) AS last_archive_age
       FROM pg_catalog.pg_stat_archiver",
    ),
};

/// Its columns went elsewhere in 17, which these versions of the exporter do not know.
pub(super) const BGWRITER: Question = Question {
    until: Some(Version::major(17)),
    ..always(
        "pg_stat_bgwriter",
        &[
            "checkpoints_timed_total", "checkpoints_req_total", "checkpoint_write_time_total",
            "checkpoint_sync_time_total", "buffers_checkpoint_total", "buffers_clean_total",
            "maxwritten_clean_total", "buffers_backend_total", "buffers_backend_fsync_total",
            "buffers_alloc_total", "stats_reset_total",
        ],
        "SELECT checkpoints_timed AS checkpoints_timed_total, checkpoints_req AS checkpoints_req_total,
            checkpoint_write_time AS checkpoint_write_time_total, checkpoint_sync_time AS checkpoint_sync_time_total,
            buffers_checkpoint AS buffers_checkpoint_total, buffers_clean AS buffers_clean_total,
            maxwritten_clean AS maxwritten_clean_total, buffers_backend AS buffers_backend_total,
            buffers_backend_fsync AS buffers_backend_fsync_total, buffers_alloc AS buffers_alloc_total,
            pg_catalog.floor(EXTRACT(epoch FROM stats_reset)) AS stats_reset_total
       FROM pg_catalog.pg_stat_bgwriter",
    )
};

pub(super) const BGWRITER_FIGURES: &[(&str, FamilyKind)] = &[
    ("checkpoints_timed_total", Counter),
    ("checkpoints_req_total", Counter),
    ("checkpoint_write_time_total", Counter),
    ("checkpoint_sync_time_total", Counter),
    ("buffers_checkpoint_total", Counter),
    ("buffers_clean_total", Counter),
    ("maxwritten_clean_total", Counter),
    ("buffers_backend_total", Counter),
    ("buffers_backend_fsync_total", Counter),
    ("buffers_alloc_total", Counter),
    ("stats_reset_total", Counter),
];

pub(super) const CONFLICTS: Table = Table {
    prefix: "pg_stat_database_conflicts",
    has_server: true,
    figures: CONFLICTS_FIGURES,
    question: Question {
        until: Some(Version::major(16)),
        ..many(
            "pg_stat_database_conflicts",
            &[
                "datid", "datname", "confl_tablespace", "confl_lock", "confl_snapshot",
                "confl_bufferpin", "confl_deadlock",
            ],
            "SELECT datid, datname, confl_tablespace, confl_lock, confl_snapshot, confl_bufferpin, confl_deadlock
           FROM pg_catalog.pg_stat_database_conflicts ORDER BY 1",
        )
    },
};

const CONFLICTS_FIGURES: &[(&str, FamilyKind)] = &[
    ("confl_tablespace", Counter),
    ("confl_lock", Counter),
    ("confl_snapshot", Counter),
    ("confl_bufferpin", Counter),
    ("confl_deadlock", Counter),
];

pub(super) const CONFLICTS_16: Table = Table {
    prefix: "pg_stat_database_conflicts",
    has_server: true,
    figures: &[
        ("confl_tablespace", Counter),
        ("confl_lock", Counter),
        ("confl_snapshot", Counter),
        ("confl_bufferpin", Counter),
        ("confl_deadlock", Counter),
        ("confl_active_logicalslot", Untyped),
    ],
    question: Question {
        since: Version::major(16),
        ..many(
            "pg_stat_database_conflicts",
            &[
                "datid", "datname", "confl_tablespace", "confl_lock", "confl_snapshot",
                "confl_bufferpin", "confl_deadlock", "confl_active_logicalslot",
            ],
            "SELECT datid, datname, confl_tablespace, confl_lock, confl_snapshot, confl_bufferpin, confl_deadlock,
                confl_active_logicalslot
           FROM pg_catalog.pg_stat_database_conflicts ORDER BY 1",
        )
    },
};

/// The view has no slot's name; the exporter takes its first column, the process.
pub(super) const REPLICATION: Table = Table {
    prefix: "pg_stat_replication",
    has_server: true,
    figures: &[
        ("pg_current_wal_lsn_bytes", Gauge),
        ("pg_wal_lsn_diff", Gauge),
        ("reply_time", Untyped),
    ],
    question: many(
        "pg_stat_replication",
        &[
            "application_name", "client_addr", "state", "slot_name", "pg_current_wal_lsn_bytes",
            "pg_wal_lsn_diff", "reply_time",
        ],
        "SELECT application_name, pg_catalog.host(client_addr) AS client_addr, state, pid AS slot_name,
            CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0') END AS pg_current_wal_lsn_bytes,
            CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), replay_lsn) END AS pg_wal_lsn_diff,
            pg_catalog.floor(EXTRACT(epoch FROM reply_time)) AS reply_time
       FROM pg_catalog.pg_stat_replication ORDER BY pid",
    ),
};

/// On a standby the exporter's statement fails.
pub(super) const SLOTS: Table = Table {
    prefix: "pg_replication_slots",
    has_server: true,
    figures: &[("active", Gauge), ("pg_wal_lsn_diff", Gauge)],
    question: many(
        "pg_replication_slots",
        &["slot_name", "database", "active", "pg_wal_lsn_diff"],
        "SELECT slot_name, database, active::int AS active,
            CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), restart_lsn) END AS pg_wal_lsn_diff
       FROM pg_catalog.pg_replication_slots ORDER BY 1",
    ),
};
