//! Which value is which metric, as data; and the few that are made of two.

use plimsoll_model::{Metric, Reading};

use super::said::Said;
use crate::read::one_line::one_line;

/// A value, the metric that it is, its label and what it is to be multiplied by.
type Figure = (&'static str, Metric, Option<&'static str>, f64);

const MILLI: f64 = 0.001;
const NANO: f64 = 1e-9;

/// Transactions are those that a client ended by COMMIT or ROLLBACK: neither engine
/// counts the ends of statements that are transactions by themselves.
pub(super) const FIGURES: &[Figure] = &[
    ("max_connections", Metric::SessionsMax, None, 1.0),
    (
        "connection_errors_max_connections",
        Metric::SessionsRefusedTotal,
        None,
        1.0,
    ),
    (
        "aborted_connects",
        Metric::SessionsAbortedTotal,
        Some("connect"),
        1.0,
    ),
    (
        "aborted_clients",
        Metric::SessionsAbortedTotal,
        Some("client"),
        1.0,
    ),
    (
        "longest_transaction_seconds",
        Metric::LongestTransactionSeconds,
        None,
        1.0,
    ),
    ("com_commit", Metric::TransactionsTotal, Some("commit"), 1.0),
    (
        "com_rollback",
        Metric::TransactionsTotal,
        Some("rollback"),
        1.0,
    ),
    ("questions", Metric::StatementsTotal, None, 1.0),
    (
        "statement_seconds",
        Metric::StatementSecondsTotal,
        None,
        1.0,
    ),
    ("slow_queries", Metric::SlowStatementsTotal, None, 1.0),
    ("deadlocks", Metric::DeadlocksTotal, None, 1.0),
    ("innodb_deadlocks", Metric::DeadlocksTotal, None, 1.0),
    ("innodb_row_lock_waits", Metric::LockWaitsTotal, None, 1.0),
    (
        "innodb_row_lock_time",
        Metric::LockWaitSecondsTotal,
        None,
        MILLI,
    ),
    (
        "innodb_buffer_pool_reads",
        Metric::CacheReadsTotal,
        None,
        1.0,
    ),
    (
        "innodb_buffer_pool_pages_dirty",
        Metric::CachePages,
        Some("dirty"),
        1.0,
    ),
    (
        "innodb_buffer_pool_pages_free",
        Metric::CachePages,
        Some("free"),
        1.0,
    ),
    (
        "innodb_buffer_pool_pages_misc",
        Metric::CachePages,
        Some("other"),
        1.0,
    ),
    ("created_tmp_files", Metric::TempFilesTotal, None, 1.0),
    (
        "created_tmp_tables",
        Metric::TempTablesTotal,
        Some("all"),
        1.0,
    ),
    (
        "created_tmp_disk_tables",
        Metric::TempTablesTotal,
        Some("disk"),
        1.0,
    ),
    ("innodb_os_log_written", Metric::WalBytesTotal, None, 1.0),
    (
        "innodb_checkpoint_age",
        Metric::CheckpointAgeBytes,
        None,
        1.0,
    ),
    (
        "innodb_checkpoint_max_age",
        Metric::CheckpointAgeMaxBytes,
        None,
        1.0,
    ),
    ("innodb_history_list_length", Metric::HistoryList, None, 1.0),
    ("trx_rseg_history_len", Metric::HistoryList, None, 1.0),
];

/// Only where a provider is loaded: `MariaDB` has the names without one.
const OF_GALERA: &[Figure] = &[
    ("wsrep_cluster_size", Metric::GaleraSize, None, 1.0),
    (
        "wsrep_flow_control_paused_ns",
        Metric::GaleraPausedSecondsTotal,
        None,
        NANO,
    ),
    (
        "wsrep_local_recv_queue",
        Metric::GaleraReceiveQueue,
        None,
        1.0,
    ),
];

/// The readings that the answers hold, but for those of sessions.
pub(super) fn readings(said: &Said) -> Vec<Reading> {
    let mut readings: Vec<Reading> = FIGURES.iter().filter_map(|it| figure(it, said)).collect();
    let mut made = |metric, labels: &[&str], value: Option<f64>| {
        let labels = labels.iter().map(|it| (*it).to_owned()).collect();
        readings.extend(value.map(|value| Reading {
            metric,
            labels,
            value,
        }));
    };
    let less = |whole: &str, part: &str| Some((said.number(whole)? - said.number(part)?).max(0.0));
    let clean = less(
        "innodb_buffer_pool_pages_data",
        "innodb_buffer_pool_pages_dirty",
    );
    made(Metric::CachePages, &["clean"], clean);
    let age = less(
        "innodb_redo_log_current_lsn",
        "innodb_redo_log_checkpoint_lsn",
    );
    made(Metric::CheckpointAgeBytes, &[], age);
    if said
        .text("wsrep_provider_name")
        .is_some_and(|it| !it.is_empty())
    {
        let is_ready = f64::from(u8::from(said.is_on("wsrep_ready")));
        made(Metric::GaleraReady, &[], Some(is_ready));
        if let Some(state) = said.text("wsrep_local_state_comment") {
            made(Metric::GaleraState, &[&one_line(state)], Some(1.0));
        }
        readings.extend(OF_GALERA.iter().filter_map(|it| figure(it, said)));
    }
    readings
}

fn figure((name, metric, label, factor): &Figure, said: &Said) -> Option<Reading> {
    Some(Reading {
        metric: *metric,
        labels: label.iter().map(|it| (*it).to_owned()).collect(),
        value: said.number(name)? * factor,
    })
}

#[cfg(test)]
mod tests {
    use super::{FIGURES, OF_GALERA, readings};
    use crate::read::mysql::connection::Answers;
    use crate::read::mysql::sample::questions::{BY_NAME, PAIR, all};
    use crate::read::mysql::sample::said::Said;
    use plimsoll_model::{Answer, Engine, Metric};

    fn said(pairs: &[(&str, &str)]) -> Said {
        let row = |(name, value): &(&str, &str)| [name, value].map(|it| Some((*it).to_owned()));
        let answer = Answer {
            columns: PAIR.iter().map(|it| (*it).to_owned()).collect(),
            rows: pairs.iter().map(|it| row(it).to_vec()).collect(),
            is_cut: false,
        };
        Said::of(&Answers {
            answers: [(BY_NAME[0].to_owned(), answer)].into(),
            gaps: Vec::new(),
        })
    }

    #[test]
    fn what_is_a_metric_is_asked_for() {
        let asks: Vec<_> = [Engine::Mysql, Engine::Mariadb]
            .into_iter()
            .flat_map(all)
            .collect();
        for (name, ..) in FIGURES.iter().chain(OF_GALERA) {
            let is_asked = asks.iter().any(|ask| {
                let (sql, columns) = (ask.question.sql.to_ascii_lowercase(), ask.question.columns);
                sql.contains(&format!("'{name}'")) || columns.contains(name)
            });
            assert!(is_asked, "{name}");
        }
    }

    #[test]
    fn names_without_a_provider_are_no_cluster() {
        let alone = [
            ("WSREP_CLUSTER_SIZE", "0"),
            ("WSREP_PROVIDER_NAME", ""),
            ("WSREP_READY", "OFF"),
        ];
        assert!(readings(&said(&alone)).is_empty());
        let node = [
            ("wsrep_cluster_size", "3"),
            ("wsrep_flow_control_paused_ns", "2500000000"),
            ("wsrep_local_recv_queue", "7"),
            ("wsrep_local_state_comment", "Synced"),
            ("wsrep_provider_name", "Galera"),
            ("wsrep_ready", "ON"),
        ];
        let told = readings(&said(&node));
        let of = |metric| {
            told.iter()
                .find(|it| it.metric == metric)
                .map(|it| it.value)
        };
        assert_eq!(
            (of(Metric::GaleraSize), of(Metric::GaleraReady)),
            (Some(3.0), Some(1.0))
        );
        assert_eq!(of(Metric::GaleraPausedSecondsTotal), Some(2.5));
        let state = told.iter().find(|it| it.metric == Metric::GaleraState);
        assert_eq!(
            state.map(|it| it.labels.as_slice()),
            Some(&["Synced".to_owned()][..])
        );
    }

    #[test]
    fn what_is_no_number_is_no_reading() {
        let odd = [
            ("questions", "NaN"),
            ("slow_queries", "-1"),
            ("com_commit", ""),
        ];
        assert!(readings(&said(&odd)).is_empty());
    }
}
