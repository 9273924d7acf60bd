//! Figures by their metrics, as tables: which stand where and what they are called.
//! How one is written is told by its unit, which ends its metric's name.

use std::collections::BTreeMap;

use plimsoll_model::{Bytes, Metric, MetricKind};
use plimsoll_report::json::Figure;

use super::seen::Seen;
use crate::top::show;

/// Figures that stand together.
pub(super) struct Figures {
    /// A metric each, and what it is called here.
    items: &'static [(Metric, &'static str)],
    /// Whether 0 says something: that a slot has no reader does, that nobody waits
    /// does not.
    has_zeros: bool,
}

/// Between two figures of a line.
const GAP: &str = "   ";

pub(super) const MEMORY: Figures = Figures {
    has_zeros: false,
    items: &[
        (Metric::MemoryAnonBytes, "anonymous"),
        (Metric::MemoryShmemBytes, "shared"),
        (Metric::MemoryKernelBytes, "kernel"),
        (Metric::MemoryFileBytes, "page cache"),
        (Metric::MemorySwapBytes, "swapped"),
        (Metric::MachineAvailableBytes, "machine has free"),
        (Metric::MemoryStalledSecondsTotal, "stalled"),
        (Metric::OomKillsTotal, "OOM kills"),
    ],
};

pub(super) const SESSIONS: Figures = Figures {
    has_zeros: false,
    items: &[
        (Metric::Sessions, ""),
        (Metric::SessionsMax, "of"),
        (Metric::BlockedSessions, "blocked"),
        (Metric::LongestTransactionSeconds, "oldest transaction"),
        (Metric::LongestStatementSeconds, "oldest statement"),
        (Metric::PreparedTransactions, "prepared"),
        (Metric::PoolClients, "pool clients"),
        (Metric::PoolClientsWaiting, "pool clients waiting"),
    ],
};

pub(super) const WORK: Figures = Figures {
    has_zeros: false,
    items: &[
        (Metric::TransactionsTotal, ""),
        (Metric::StatementsTotal, "statements"),
        (Metric::CpuSecondsTotal, "processor"),
        (Metric::CpuThrottledSecondsTotal, "throttled"),
        (Metric::Load1, "load"),
        (Metric::SlowStatementsTotal, "slow"),
        (Metric::DeadlocksTotal, "deadlocks"),
        (Metric::CacheHitsTotal, "cache hits"),
        (Metric::CacheReadsTotal, "cache reads"),
        (Metric::TempBytesTotal, "temporary"),
        (Metric::WalBytesTotal, "WAL"),
        (Metric::CheckpointsTotal, "checkpoints"),
        (Metric::ArchiveWaiting, "to archive"),
        (Metric::HistoryList, "history list"),
        (Metric::TransactionIdAge, "transaction id age"),
        (Metric::DiskFreeBytes, "disk free"),
    ],
};

pub(super) const REPLICATION: Figures = Figures {
    has_zeros: true,
    items: &[
        (Metric::ReplicaStreams, "replica"),
        (Metric::ReplicaLagBytes, "behind"),
        (Metric::ReplicaLagSeconds, "behind"),
        (Metric::ReplayLagBytes, "replay behind"),
        (Metric::ReplayLagSeconds, "replay behind"),
        (Metric::ReplicationRunning, "runs"),
        (Metric::SlotKeptBytes, "slot keeps"),
        (Metric::SlotActive, "slot read"),
        (Metric::GaleraSize, "Galera nodes"),
        (Metric::GaleraState, "Galera"),
        (Metric::GaleraReceiveQueue, "Galera queue"),
    ],
};

/// The figures of these metrics, side by side in lines.
pub(super) fn items(seen: &Seen<'_>, wanted: &Figures, width: usize) -> Vec<String> {
    let Some(detail) = seen.detail else {
        return Vec::new();
    };
    let figures = &detail.figures.figures;
    let said = wanted.items.iter().flat_map(|(metric, title)| {
        let of = figures.iter().filter(|it| it.metric == metric.name());
        let of = of.filter(|it| wanted.has_zeros || it.per_second.unwrap_or(it.value) > 0.0);
        of.filter_map(|figure| item(*metric, title, figure))
    });
    packed(said, width)
}

/// `shared 700 MB`; `None` for a counter whose growth is not known yet.
fn item(metric: Metric, title: &str, figure: &Figure) -> Option<String> {
    let value = match metric.kind() {
        MetricKind::Gauge if is_state(metric) => (figure.value > 0.0).then(String::new)?,
        MetricKind::Gauge => value(metric.name(), figure.value),
        MetricKind::Counter => rate(metric.name(), figure.per_second?),
    };
    let labels = labels(&figure.labels);
    let words = [title, labels.as_str(), value.as_str()];
    let words: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
    Some(words.join(" "))
}

/// 1 for the state that something is in: the label says all.
const fn is_state(metric: Metric) -> bool {
    matches!(metric, Metric::ReplicaStreams | Metric::GaleraState)
}

fn labels(labels: &BTreeMap<String, String>) -> String {
    let values: Vec<String> = labels.values().map(|it| show::text(it)).collect();
    values.join(" ")
}

fn value(name: &str, value: f64) -> String {
    if name.ends_with("_bytes") {
        Bytes(value as u64).to_string()
    } else if name.ends_with("_seconds") {
        show::seconds(value)
    } else {
        show::count(value)
    }
}

/// Seconds of each second are a share.
fn rate(name: &str, per_second: f64) -> String {
    if name.contains("_bytes") {
        format!("{}/s", Bytes(per_second as u64))
    } else if name.contains("_seconds") {
        format!("{:.0} %", per_second * 100.0)
    } else {
        format!("{}/s", show::count(per_second))
    }
}

fn packed(items: impl Iterator<Item = String>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        let letters = item.chars().count();
        match lines.last_mut() {
            Some(line) if line.chars().count() + GAP.len() + letters <= width => {
                line.push_str(GAP);
                line.push_str(&item);
            }
            _ => lines.push(item),
        }
    }
    lines
}
