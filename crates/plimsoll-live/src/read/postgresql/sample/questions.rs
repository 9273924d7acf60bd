//! What a sample asks, as data; columns are named after metrics (`readings.rs`). Every
//! statement is cheap: shared memory, and the few pages of shared catalogues.
//!
//! Source: manual of `PostgreSQL` 12 to 18, chapters 27.2 (statistics) and 9.28.

use plimsoll_model::Version;

use super::super::questions::always;
use crate::read::Question;

/// How many wait, in the answer to the question for sessions.
pub(super) const WAITING: &str = "waiting";
/// How many sessions this role may not look at, there too.
pub(super) const HIDDEN: &str = "hidden";

/// Asked every time.
pub(super) static CHEAP: &[Question] = &[
    // One pass over the sessions. Those of vacuum hold no horizon (procarray.c); a
    // walsender's is its standby's. Of a session that this role may not look at, the
    // server tells neither state nor kind.
    always(
        "sessions",
        &[
            "sessions:active", "sessions:waiting", "sessions:idle", "sessions:idle in transaction",
            "sessions:idle in transaction (aborted)", "sessions:other", "sessions:hidden",
            "blocked_sessions", "longest_transaction_seconds", "longest_statement_seconds",
            "vacuum_workers", "horizon_age:session", "horizon_age:standby", WAITING, HIDDEN,
        ],
        "SELECT count(*) FILTER (WHERE is_client AND state = 'active' AND NOT waits) AS \"sessions:active\",
            count(*) FILTER (WHERE is_client AND waits) AS \"sessions:waiting\",
            count(*) FILTER (WHERE is_client AND state = 'idle') AS \"sessions:idle\",
            count(*) FILTER (WHERE is_client AND state = 'idle in transaction') AS \"sessions:idle in transaction\",
            count(*) FILTER (WHERE is_client AND state = 'idle in transaction (aborted)') AS \"sessions:idle in transaction (aborted)\",
            count(*) FILTER (WHERE is_client AND NOT waits AND (state IS NULL OR state NOT IN ('active', 'idle', 'idle in transaction', 'idle in transaction (aborted)'))) AS \"sessions:other\",
            count(*) FILTER (WHERE is_hidden) AS \"sessions:hidden\",
            count(*) FILTER (WHERE is_client AND waits) AS blocked_sessions,
            greatest(coalesce(max(transaction_seconds) FILTER (WHERE is_client), 0), 0) AS longest_transaction_seconds,
            greatest(coalesce(max(statement_seconds) FILTER (WHERE is_client AND state = 'active'), 0), 0) AS longest_statement_seconds,
            count(*) FILTER (WHERE backend_type = 'autovacuum worker') AS vacuum_workers,
            coalesce(max(horizon) FILTER (WHERE backend_type NOT IN ('walsender', 'autovacuum worker')), 0) AS \"horizon_age:session\",
            coalesce(max(horizon) FILTER (WHERE backend_type = 'walsender'), 0) AS \"horizon_age:standby\",
            count(*) FILTER (WHERE waits) AS waiting,
            count(*) FILTER (WHERE is_hidden) AS hidden
       FROM (SELECT a.backend_type, a.state, coalesce(a.backend_type = 'client backend', false) AS is_client,
                    coalesce(a.wait_event_type = 'Lock', false) AS waits,
                    a.backend_type IS NULL AND a.datid IS NOT NULL AS is_hidden,
                    EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) AS transaction_seconds,
                    EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.query_start) AS statement_seconds,
                    greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) AS horizon
               FROM pg_catalog.pg_stat_activity AS a
              WHERE a.pid <> pg_catalog.pg_backend_pid() AND a.application_name IS DISTINCT FROM 'plimsoll') AS s",
    ),
    // A setting that a version does not have is NULL.
    always(
        "server",
        &[
            "started_timestamp_seconds", "sessions_max", "is_replica", "prepared_transactions",
            "horizon_age:prepared transaction", "horizon_age:slot", "transaction_id_age", "multixact_age",
        ],
        "SELECT EXTRACT(epoch FROM pg_catalog.pg_postmaster_start_time()) AS started_timestamp_seconds,
            pg_catalog.current_setting('max_connections')::int
              - pg_catalog.current_setting('superuser_reserved_connections')::int
              - coalesce(pg_catalog.current_setting('reserved_connections', true)::int, 0) AS sessions_max,
            pg_catalog.pg_is_in_recovery()::int AS is_replica,
            p.count AS prepared_transactions, p.horizon AS \"horizon_age:prepared transaction\",
            s.horizon AS \"horizon_age:slot\", d.transaction_id_age, d.multixact_age
       FROM (SELECT count(*) AS count, coalesce(max(pg_catalog.age(x.transaction)), 0) AS horizon
               FROM pg_catalog.pg_prepared_xact() AS x) AS p,
            (SELECT coalesce(max(greatest(pg_catalog.age(r.xmin), pg_catalog.age(r.catalog_xmin))), 0) AS horizon
               FROM pg_catalog.pg_get_replication_slots() AS r) AS s,
            (SELECT max(pg_catalog.age(b.datfrozenxid)) AS transaction_id_age,
                    max(pg_catalog.mxid_age(b.datminmxid)) AS multixact_age
               FROM pg_catalog.pg_database AS b) AS d",
    ),
    Question {
        until: Some(Version::major(14)),
        ..always(
            "databases",
            &[
                "transactions_total:committed", "transactions_total:rolled_back", "deadlocks_total",
                "recovery_conflicts_total", "cache_hits_total", "cache_reads_total", "temp_files_total",
                "temp_bytes_total",
            ],
            "SELECT sum(xact_commit) AS \"transactions_total:committed\",
                sum(xact_rollback) AS \"transactions_total:rolled_back\", sum(deadlocks) AS deadlocks_total,
                sum(conflicts) AS recovery_conflicts_total, sum(blks_hit) AS cache_hits_total,
                sum(blks_read) AS cache_reads_total, sum(temp_files) AS temp_files_total,
                sum(temp_bytes) AS temp_bytes_total
           FROM pg_catalog.pg_stat_database",
        )
    },
    Question {
        since: Version::major(14),
        ..always(
            "databases",
            &[
                "transactions_total:committed", "transactions_total:rolled_back", "deadlocks_total",
                "recovery_conflicts_total", "cache_hits_total", "cache_reads_total", "temp_files_total",
                "temp_bytes_total", "sessions_aborted_total:abandoned", "sessions_aborted_total:fatal",
                "sessions_aborted_total:killed",
            ],
            "SELECT sum(xact_commit) AS \"transactions_total:committed\",
                sum(xact_rollback) AS \"transactions_total:rolled_back\", sum(deadlocks) AS deadlocks_total,
                sum(conflicts) AS recovery_conflicts_total, sum(blks_hit) AS cache_hits_total,
                sum(blks_read) AS cache_reads_total, sum(temp_files) AS temp_files_total,
                sum(temp_bytes) AS temp_bytes_total,
                sum(sessions_abandoned) AS \"sessions_aborted_total:abandoned\",
                sum(sessions_fatal) AS \"sessions_aborted_total:fatal\",
                sum(sessions_killed) AS \"sessions_aborted_total:killed\"
           FROM pg_catalog.pg_stat_database",
        )
    },
    Question {
        until: Some(Version::major(17)),
        ..always(
            "checkpoints",
            CHECKPOINTS,
            "SELECT checkpoints_timed AS \"checkpoints_total:timed\", checkpoints_req AS \"checkpoints_total:requested\",
                (checkpoint_write_time + checkpoint_sync_time) / 1e3 AS checkpoint_seconds_total
           FROM pg_catalog.pg_stat_bgwriter",
        )
    },
    Question {
        since: Version::major(17),
        ..always(
            "checkpoints",
            CHECKPOINTS,
            "SELECT num_timed AS \"checkpoints_total:timed\", num_requested AS \"checkpoints_total:requested\",
                (write_time + sync_time) / 1e3 AS checkpoint_seconds_total
           FROM pg_catalog.pg_stat_checkpointer",
        )
    },
    // Before 14 the place in the WAL, which counts what is skipped at a switch too.
    Question {
        until: Some(Version::major(14)),
        ..always(
            "wal",
            &["wal_bytes_total"],
            "SELECT CASE WHEN NOT pg_catalog.pg_is_in_recovery()
                     THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0') END AS wal_bytes_total",
        )
    },
    Question {
        since: Version::major(14),
        ..always(
            "wal",
            &["wal_bytes_total"],
            "SELECT wal_bytes AS wal_bytes_total FROM pg_catalog.pg_stat_wal",
        )
    },
    always(
        "archiver",
        &["archived_total", "archive_failures_total"],
        "SELECT archived_count AS archived_total, failed_count AS archive_failures_total
           FROM pg_catalog.pg_stat_archiver",
    ),
    super::streams::REPLICATION,
    super::streams::RECEIVER,
    super::streams::SLOTS,
];

const CHECKPOINTS: &[&str] = &[
    "checkpoints_total:timed",
    "checkpoints_total:requested",
    "checkpoint_seconds_total",
];

/// Asked seldom: each looks at files.
pub(super) static SELDOM: &[Question] = &[
    Question {
        rows_max: 5_000,
        ..always(
            "database_sizes",
            &["database", "data_bytes"],
            "SELECT d.datname AS database,
                CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                       OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
                     THEN pg_catalog.pg_database_size(d.oid) END AS data_bytes
           FROM pg_catalog.pg_database AS d
          ORDER BY 2 DESC NULLS LAST, 1",
        )
    },
    always(
        "wal_files",
        &["wal_kept_bytes"],
        "SELECT sum(size) AS wal_kept_bytes FROM pg_catalog.pg_ls_waldir()",
    ),
    always(
        "archive_status",
        &["archive_waiting_files"],
        "SELECT count(*) AS archive_waiting_files
           FROM pg_catalog.pg_ls_archive_statusdir() WHERE name LIKE '%.ready'",
    ),
];

/// Reads every entry of `pg_stat_statements`, without their texts: asked as often as
/// it is cheap.
pub(super) static STATEMENTS: &[Question] = &[
    Question {
        until: Some(Version::major(13)),
        grant: STATEMENTS_GRANT,
        ..always(
            "statements",
            &["statements_total", "statement_seconds_total"],
            "SELECT sum(s.calls) AS statements_total, sum(s.total_time) / 1e3 AS statement_seconds_total
           FROM {pg_stat_statements}.pg_stat_statements(false) AS s",
        )
    },
    Question {
        since: Version::major(13),
        grant: STATEMENTS_GRANT,
        ..always(
            "statements",
            &["statements_total", "statement_seconds_total"],
            "SELECT sum(s.calls) AS statements_total, sum(s.total_exec_time) / 1e3 AS statement_seconds_total
           FROM {pg_stat_statements}.pg_stat_statements(false) AS s",
        )
    },
];

const STATEMENTS_GRANT: Option<&str> = Some("GRANT USAGE ON SCHEMA {pg_stat_statements} TO {role}");

#[cfg(test)]
mod tests {
    use super::{CHEAP, SELDOM, STATEMENTS};
    use crate::read::readings::assert_told;

    #[test]
    fn columns_are_what_they_are_named_after() {
        for question in CHEAP.iter().chain(SELDOM).chain(STATEMENTS) {
            assert_told(question);
            let sql = question.sql;
            assert!(sql.starts_with("SELECT") && !sql.contains(';'), "{sql}");
        }
    }

    #[test]
    fn every_version_is_asked_each_question_once() {
        for major in 12..=19 {
            let version = plimsoll_model::Version::new(major, 1);
            let questions = CHEAP.iter().chain(SELDOM).chain(STATEMENTS);
            let mut names: Vec<_> = questions
                .filter(|it| it.fits(version))
                .map(|it| it.name)
                .collect();
            names.sort_unstable();
            let asked = names.len();
            names.dedup();
            assert_eq!((asked, names.len()), (13, 13), "{major}: {names:?}");
        }
    }
}
