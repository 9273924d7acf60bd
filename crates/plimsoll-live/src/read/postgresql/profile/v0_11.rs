//! `postgres_exporter` 0.11 (tag v0.11.1, Debian bookworm's): whole views, by the columns
//! that the server's version has; those that it does not know are untyped.

use plimsoll_model::FamilyKind::{Counter, Gauge, Untyped};
use plimsoll_model::{FamilyKind, Version};

use super::table::Table;
use super::tables::{
    ACTIVITY, ARCHIVER, BGWRITER, BGWRITER_FIGURES, CONFLICTS, CONFLICTS_16, COUNT, DATABASE_SIZES,
    LOCKS, REPLICATION, SIZE, SLOTS, STATIC, many,
};
use crate::read::Question;

pub(super) static TABLES: &[Table] = &[
    STATIC,
    Table {
        prefix: "pg_database",
        has_server: true,
        figures: SIZE,
        question: DATABASE_SIZES,
    },
    Table {
        prefix: "pg_locks",
        has_server: true,
        figures: COUNT,
        question: LOCKS,
    },
    Table {
        prefix: "pg_stat_activity",
        has_server: true,
        figures: ACTIVITY,
        question: STATES,
    },
    ARCHIVER,
    Table {
        prefix: "pg_stat_bgwriter",
        has_server: true,
        figures: BGWRITER_FIGURES,
        question: BGWRITER,
    },
    CONFLICTS,
    CONFLICTS_16,
    REPLICATION,
    SLOTS,
    DATABASES_12,
    DATABASES_14,
    DATABASES_18,
];

/// Every state for every database.
const STATES: Question = many(
    "pg_stat_activity",
    &["datname", "state", "count", "max_tx_duration"],
    "SELECT d.datname, t.state, coalesce(a.count, 0) AS count, coalesce(a.seconds, 0) AS max_tx_duration
       FROM pg_catalog.pg_database AS d
      CROSS JOIN (VALUES ('active'), ('idle'), ('idle in transaction'), ('idle in transaction (aborted)'),
                         ('fastpath function call'), ('disabled')) AS t (state)
       LEFT JOIN (SELECT s.datid, s.state, count(*) AS count, max(EXTRACT(epoch FROM now() - s.xact_start)) AS seconds
                    FROM pg_catalog.pg_stat_activity AS s GROUP BY 1, 2) AS a
         ON a.datid = d.oid AND a.state = t.state
      ORDER BY 1, 2",
);

macro_rules! databases {
    ($since:literal, $until:expr, [$($column:literal $kind:ident)*], $sql:literal) => {
        Table {
            prefix: "pg_stat_database",
            has_server: true,
            figures: &[
                ("numbackends", Gauge), ("xact_commit", Counter), ("xact_rollback", Counter),
                ("blks_read", Counter), ("blks_hit", Counter), ("tup_returned", Counter),
                ("tup_fetched", Counter), ("tup_inserted", Counter), ("tup_updated", Counter),
                ("tup_deleted", Counter), ("conflicts", Counter), ("temp_files", Counter),
                ("temp_bytes", Counter), ("deadlocks", Counter), ("blk_read_time", Counter),
                ("blk_write_time", Counter), ("stats_reset", Counter),
                ("checksum_failures", Untyped), ("checksum_last_failure", Untyped),
                $(($column, FamilyKind::$kind),)*
            ],
            question: Question {
                since: Version::major($since),
                until: $until,
                ..many(
                    "pg_stat_database",
                    &[
                        "datid", "datname", "numbackends", "xact_commit", "xact_rollback", "blks_read",
                        "blks_hit", "tup_returned", "tup_fetched", "tup_inserted", "tup_updated",
                        "tup_deleted", "conflicts", "temp_files", "temp_bytes", "deadlocks",
                        "blk_read_time", "blk_write_time", "stats_reset", "checksum_failures",
                        "checksum_last_failure", $($column,)*
                    ],
                    concat!(
                        "SELECT datid, datname, numbackends, xact_commit, xact_rollback, blks_read, blks_hit,
                            tup_returned, tup_fetched, tup_inserted, tup_updated, tup_deleted, conflicts,
                            temp_files, temp_bytes, deadlocks, blk_read_time, blk_write_time,
                            pg_catalog.floor(EXTRACT(epoch FROM stats_reset)) AS stats_reset, checksum_failures,
                            pg_catalog.floor(EXTRACT(epoch FROM checksum_last_failure)) AS checksum_last_failure",
                        $sql,
                        " FROM pg_catalog.pg_stat_database ORDER BY 1"
                    ),
                )
            },
        }
    };
}

const DATABASES_12: Table = databases!(12, Some(Version::major(14)), [], "");

const DATABASES_14: Table = databases!(
    14,
    Some(Version::major(18)),
    ["session_time" Untyped "active_time" Untyped "idle_in_transaction_time" Untyped "sessions" Untyped
     "sessions_abandoned" Untyped "sessions_fatal" Untyped "sessions_killed" Untyped],
    ", session_time, active_time, idle_in_transaction_time, sessions, sessions_abandoned, sessions_fatal, sessions_killed"
);

const DATABASES_18: Table = databases!(
    18,
    None,
    ["session_time" Untyped "active_time" Untyped "idle_in_transaction_time" Untyped "sessions" Untyped
     "sessions_abandoned" Untyped "sessions_fatal" Untyped "sessions_killed" Untyped
     "parallel_workers_to_launch" Untyped "parallel_workers_launched" Untyped],
    ", session_time, active_time, idle_in_transaction_time, sessions, sessions_abandoned, sessions_fatal, sessions_killed, parallel_workers_to_launch, parallel_workers_launched"
);
