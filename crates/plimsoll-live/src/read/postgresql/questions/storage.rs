//! What the server writes: WAL, checkpoints, archive.

use plimsoll_model::Version;

use super::shape::always;
use crate::read::Question;

/// Buffers are handed out by a counter of the background writer; from when it counts stands beside
/// it, in seconds after the start, below zero for one that a restart did not set back.
const CHECKPOINTS: &[&str] = &[
    "timed",
    "requested",
    "write_ms",
    "sync_ms",
    "buffers_checkpoint",
    "buffers_clean",
    "buffers_backend",
    "stats_reset",
    "buffers_allocated",
    "allocated_from_seconds",
];

pub(super) static QUESTIONS: &[Question] = &[
    always(
        "archiver",
        &[
            "archived", "last_archived_wal", "last_archived_seconds", "failed",
            "last_failed_wal", "last_failed_seconds", "stats_reset",
        ],
        "SELECT archived_count AS archived, last_archived_wal,
            pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - last_archived_time)::numeric, 3) AS last_archived_seconds,
            failed_count AS failed, last_failed_wal,
            pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - last_failed_time)::numeric, 3) AS last_failed_seconds,
            pg_catalog.to_char(stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS stats_reset
       FROM pg_catalog.pg_stat_archiver",
    ),
    Question {
        until: Some(Version::major(17)),
        ..always(
            "checkpoints",
            CHECKPOINTS,
            "SELECT checkpoints_timed AS timed, checkpoints_req AS requested,
                checkpoint_write_time AS write_ms, checkpoint_sync_time AS sync_ms,
                buffers_checkpoint, buffers_clean, buffers_backend,
                pg_catalog.to_char(stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS stats_reset,
                buffers_alloc AS buffers_allocated,
                pg_catalog.round(EXTRACT(epoch FROM stats_reset - pg_catalog.pg_postmaster_start_time())::numeric, 3) AS allocated_from_seconds
           FROM pg_catalog.pg_stat_bgwriter",
        )
    },
    Question {
        since: Version::major(17),
        ..always(
            "checkpoints",
            CHECKPOINTS,
            "SELECT c.num_timed AS timed, c.num_requested AS requested,
                c.write_time AS write_ms, c.sync_time AS sync_ms,
                c.buffers_written AS buffers_checkpoint, w.buffers_clean,
                NULL::bigint AS buffers_backend,
                pg_catalog.to_char(c.stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS stats_reset,
                w.buffers_alloc AS buffers_allocated,
                pg_catalog.round(EXTRACT(epoch FROM w.stats_reset - pg_catalog.pg_postmaster_start_time())::numeric, 3) AS allocated_from_seconds
           FROM pg_catalog.pg_stat_checkpointer AS c, pg_catalog.pg_stat_bgwriter AS w",
        )
    },
    Question {
        since: Version::major(14),
        ..always(
            "wal",
            &["records", "full_page_images", "bytes", "buffers_full", "stats_reset"],
            "SELECT wal_records AS records, wal_fpi AS full_page_images, wal_bytes AS bytes,
                wal_buffers_full AS buffers_full,
                pg_catalog.to_char(stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS stats_reset
           FROM pg_catalog.pg_stat_wal",
        )
    },
];
