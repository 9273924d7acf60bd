//! What a sample asks of replication, as data. No function is called that fails in
//! recovery, or outside of it.
//!
//! Source: manual of `PostgreSQL`, 27.2.4 (`pg_stat_replication`), 53.20 (slots).

use super::super::questions::always;
use crate::read::Question;

/// Who is sent to. A replica that has all has no lag, however long nothing was written;
/// where it has not, the server tells the lag of what was replayed last, or none.
/// Several replicas may go by one name; then their addresses tell them apart. By its
/// functions: the view goes through all sessions where there is no replica at all.
pub(super) const REPLICATION: Question = Question {
    rows_max: 1_000,
    ..always(
        "replication",
        &["replica", "state", "replica_streams", "replica_lag_bytes", "replica_lag_seconds"],
        "SELECT CASE WHEN count(*) OVER (PARTITION BY r.application_name) > 1
                 THEN pg_catalog.concat_ws(' ', r.application_name, coalesce(pg_catalog.host(r.client_addr), 'local'))
                 ELSE r.application_name END AS replica,
            r.state, 1 AS replica_streams,
            pg_catalog.pg_wal_lsn_diff(r.here, r.replay_lsn) AS replica_lag_bytes,
            CASE WHEN r.replay_lsn >= r.here THEN 0
                 WHEN r.replay_lsn >= r.sent_lsn AND r.state = 'streaming' THEN 0
                 ELSE EXTRACT(epoch FROM r.replay_lag) END AS replica_lag_seconds
       FROM (SELECT v.application_name, v.client_addr, s.state, s.sent_lsn, s.replay_lsn, s.replay_lag,
                    CASE WHEN pg_catalog.pg_is_in_recovery() THEN greatest(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())
                         ELSE pg_catalog.pg_current_wal_lsn() END AS here
               FROM pg_catalog.pg_stat_get_wal_senders() AS s
              CROSS JOIN LATERAL pg_catalog.pg_stat_get_activity(s.pid) AS v) AS r
      ORDER BY 1",
    )
};

/// A row on a standby alone. It is behind by nothing where it streams and has replayed
/// all that it received; else by the age of what it replayed last.
pub(super) const RECEIVER: Question = always(
    "receiver",
    &[
        "channel", "replay_lag_bytes", "replay_lag_seconds", "replication_running:receive",
        "replication_running:apply",
    ],
    "SELECT 'physical' AS channel,
            pg_catalog.pg_wal_lsn_diff(greatest(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn()), pg_catalog.pg_last_wal_replay_lsn()) AS replay_lag_bytes,
            CASE WHEN r.status = 'streaming' AND pg_catalog.pg_last_wal_replay_lsn() >= pg_catalog.pg_last_wal_receive_lsn() THEN 0
                 ELSE greatest(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp()), 0) END AS replay_lag_seconds,
            CASE WHEN r.pid IS NULL THEN 0 ELSE (r.status = 'streaming')::int END AS \"replication_running:receive\",
            (NOT pg_catalog.pg_is_wal_replay_paused())::int AS \"replication_running:apply\"
       FROM (SELECT WHERE pg_catalog.pg_is_in_recovery()) AS standby
       LEFT JOIN pg_catalog.pg_stat_wal_receiver AS r ON true",
);

/// What is kept back for whom. By the function: its view looks up databases.
pub(super) const SLOTS: Question = Question {
    rows_max: 1_000,
    ..always(
        "slots",
        &["slot", "slot_kept_bytes", "slot_active"],
        "SELECT s.slot_name AS slot,
            pg_catalog.pg_wal_lsn_diff(
                CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                     ELSE pg_catalog.pg_current_wal_lsn() END, s.restart_lsn) AS slot_kept_bytes,
            s.active::int AS slot_active
       FROM pg_catalog.pg_get_replication_slots() AS s
      ORDER BY 2 DESC NULLS LAST, 1",
    )
};
