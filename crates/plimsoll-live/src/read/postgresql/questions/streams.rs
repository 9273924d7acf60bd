//! Replication: who is sent to, who sends, what is kept back for whom.

use plimsoll_model::Version;

use super::shape::always;
use crate::read::Question;

const SLOTS: &[&str] = &[
    "name",
    "type",
    "plugin",
    "database",
    "temporary",
    "active",
    "retained_bytes",
    "wal_status",
    "safe_wal_bytes",
];

pub(super) static QUESTIONS: &[Question] = &[
    Question {
        rows_max: 1_000,
        ..always(
            "replication",
            &[
                "application", "state", "sync_state", "lag_bytes", "write_lag_seconds",
                "flush_lag_seconds", "replay_lag_seconds",
            ],
            "SELECT application_name AS application, state, sync_state,
                pg_catalog.pg_wal_lsn_diff(
                    CASE WHEN pg_catalog.pg_is_in_recovery() THEN greatest(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())
                         ELSE pg_catalog.pg_current_wal_lsn() END, replay_lsn) AS lag_bytes,
                EXTRACT(epoch FROM write_lag) AS write_lag_seconds,
                EXTRACT(epoch FROM flush_lag) AS flush_lag_seconds,
                EXTRACT(epoch FROM replay_lag) AS replay_lag_seconds
           FROM pg_catalog.pg_stat_replication
          ORDER BY 1",
        )
    },
    // A row on a standby alone, whether or not it streams now.
    always(
        "receiver",
        &[
            "status", "slot", "sender_host", "sender_port", "unreplayed_bytes",
            "last_replay_seconds", "is_paused",
        ],
        "SELECT r.status, r.slot_name AS slot, r.sender_host, r.sender_port,
            pg_catalog.pg_wal_lsn_diff(greatest(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn()), pg_catalog.pg_last_wal_replay_lsn()) AS unreplayed_bytes,
            pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())::numeric, 3) AS last_replay_seconds,
            pg_catalog.pg_is_wal_replay_paused() AS is_paused
       FROM (SELECT WHERE pg_catalog.pg_is_in_recovery()) AS standby
       LEFT JOIN pg_catalog.pg_stat_wal_receiver AS r ON true",
    ),
    Question {
        until: Some(Version::major(13)),
        rows_max: 1_000,
        ..always(
            "slots",
            SLOTS,
            "SELECT slot_name AS name, slot_type AS type, plugin, database, temporary, active,
                pg_catalog.pg_wal_lsn_diff(
                    CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                         ELSE pg_catalog.pg_current_wal_lsn() END, restart_lsn) AS retained_bytes,
                NULL::text AS wal_status, NULL::bigint AS safe_wal_bytes
           FROM pg_catalog.pg_replication_slots
          ORDER BY 1",
        )
    },
    Question {
        since: Version::major(13),
        rows_max: 1_000,
        ..always(
            "slots",
            SLOTS,
            "SELECT slot_name AS name, slot_type AS type, plugin, database, temporary, active,
                pg_catalog.pg_wal_lsn_diff(
                    CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                         ELSE pg_catalog.pg_current_wal_lsn() END, restart_lsn) AS retained_bytes,
                wal_status, safe_wal_size AS safe_wal_bytes
           FROM pg_catalog.pg_replication_slots
          ORDER BY 1",
        )
    },
];
