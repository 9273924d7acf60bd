//! Who is on the server, and what is left open there.

use plimsoll_model::Version;

use super::shape::always;
use crate::read::Question;

pub(super) static QUESTIONS: &[Question] = &[
    Question {
        rows_max: 2_000,
        ..always(
            "sessions",
            &[
                "backend_type", "state", "user", "database", "application", "client", "count",
                "oldest_backend_seconds", "oldest_transaction_seconds", "oldest_query_seconds",
                "waiting",
            ],
            "SELECT backend_type, state, usename AS \"user\", datname AS database,
                application_name AS application,
                CASE WHEN client_addr IS NOT NULL THEN 'ipv' || pg_catalog.family(client_addr)
                     WHEN client_port = -1 THEN 'local' END AS client,
                count(*) AS count,
                pg_catalog.round(EXTRACT(epoch FROM max(pg_catalog.clock_timestamp() - backend_start))::numeric, 3) AS oldest_backend_seconds,
                pg_catalog.round(EXTRACT(epoch FROM max(pg_catalog.clock_timestamp() - xact_start))::numeric, 3) AS oldest_transaction_seconds,
                pg_catalog.round(EXTRACT(epoch FROM max(pg_catalog.clock_timestamp() - query_start) FILTER (WHERE state = 'active'))::numeric, 3) AS oldest_query_seconds,
                count(*) FILTER (WHERE wait_event_type = 'Lock') AS waiting
           FROM pg_catalog.pg_stat_activity
          WHERE pid <> pg_catalog.pg_backend_pid() AND application_name IS DISTINCT FROM 'plimsoll'
          GROUP BY 1, 2, 3, 4, 5, 6
          ORDER BY count(*) DESC, 1, 2, 3, 4, 5, 6",
        )
    },
    // Averages over all databases that anyone has used, from the oldest counter on: one that began
    // later counts as if nothing had been before. A database whose counters were never set back has
    // them since the cluster was made at most, whose time is in its identifier (xlog.c,
    // BootStrapXLOG).
    Question {
        since: Version::major(14),
        ..always(
            "session_time",
            &["open_average", "active_average", "since"],
            "SELECT pg_catalog.round((t.open_ms / 1e3 / greatest(EXTRACT(epoch FROM now() - t.since), 1))::numeric, 3) AS open_average,
                pg_catalog.round((t.active_ms / 1e3 / greatest(EXTRACT(epoch FROM now() - t.since), 1))::numeric, 3) AS active_average,
                pg_catalog.to_char(t.since AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS since
           FROM (SELECT sum(s.session_time) AS open_ms, sum(s.active_time) AS active_ms,
                        min(coalesce(s.stats_reset, pg_catalog.to_timestamp((c.system_identifier >> 32)::float8))) AS since
                   FROM pg_catalog.pg_stat_database AS s, pg_catalog.pg_control_system() AS c
                  WHERE s.sessions > 0) AS t",
        )
    },
    always(
        "prepared_transactions",
        &["count", "oldest_seconds"],
        "SELECT count(*) AS count,
            pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - min(prepared))::numeric, 3) AS oldest_seconds
       FROM pg_catalog.pg_prepared_xacts",
    ),
];
