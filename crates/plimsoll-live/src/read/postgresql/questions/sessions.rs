//! Who is on the server, and what is left open there.

use super::always;
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
    always(
        "prepared_transactions",
        &["count", "oldest_seconds"],
        "SELECT count(*) AS count,
            pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - min(prepared))::numeric, 3) AS oldest_seconds
       FROM pg_catalog.pg_prepared_xacts",
    ),
];
