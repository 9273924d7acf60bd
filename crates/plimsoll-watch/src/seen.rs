//! What the newest samples of a target show: its memory, its sessions, when its server
//! started. One place that knows which reading means what.

use plimsoll_model::Metric;

use crate::moment::Moment;
use crate::source::Watching;

/// The newest figures of what a line is made of; `None` where no fresh source has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Seen {
    pub(crate) anon: Option<f64>,
    pub(crate) shmem: Option<f64>,
    pub(crate) kernel: Option<f64>,
    pub(crate) held: Option<f64>,
    pub(crate) swap: Option<f64>,
    pub(crate) limit: Option<f64>,
    pub(crate) sessions: Option<f64>,
    pub(crate) started: Option<f64>,
    /// The share of the buffer pool's pages that hold something.
    pub(crate) pool_used: Option<f64>,
    /// Statements and the time in them by a second; transactions where statements are
    /// not counted.
    pub(crate) statements: Option<f64>,
    pub(crate) statement_seconds: Option<f64>,
    pub(crate) transactions: Option<f64>,
}

impl Seen {
    /// Seconds that a statement takes; `None` where none ran.
    pub(crate) fn latency(&self) -> Option<f64> {
        let (statements, seconds) = self.statements.zip(self.statement_seconds)?;
        (statements > 0.0).then(|| seconds / statements)
    }

    pub(crate) fn of<'a>(sources: impl Iterator<Item = &'a Watching>, now: Moment) -> Self {
        let mut seen = Self::default();
        let (mut pages, mut pages_free) = (0.0, None);
        let fresh = sources.filter(|source| source.is_fresh(now));
        for column in fresh.flat_map(|source| source.table.newest()) {
            let value = column.value;
            let rate = (!column.rate.is_nan()).then_some(f64::from(column.rate));
            match column.metric {
                Metric::StatementsTotal => seen.statements = rate,
                Metric::StatementSecondsTotal => seen.statement_seconds = rate,
                Metric::TransactionsTotal => {
                    seen.transactions =
                        Some(seen.transactions.unwrap_or(0.0) + rate.unwrap_or(f64::NAN));
                }
                Metric::MemoryAnonBytes => seen.anon = Some(value),
                Metric::MemoryShmemBytes => seen.shmem = Some(value),
                Metric::MemoryKernelBytes => seen.kernel = Some(value),
                Metric::MemoryHeldBytes => seen.held = Some(value),
                Metric::MemorySwapBytes => seen.swap = Some(value),
                Metric::MemoryLimitBytes => seen.limit = Some(value),
                Metric::StartedTimestampSeconds => seen.started = Some(value),
                Metric::Sessions => *seen.sessions.get_or_insert(0.0) += value,
                Metric::CachePages => {
                    pages += value;
                    if column.labels.iter().any(|label| &**label == "free") {
                        pages_free = Some(value);
                    }
                }
                _ => {}
            }
        }
        let used = pages_free
            .filter(|_| pages > 0.0)
            .map(|free| 1.0 - free / pages);
        seen.transactions = seen.transactions.filter(|sum| !sum.is_nan());
        seen.pool_used = used.map(|used| used.clamp(0.0, 1.0));
        seen
    }
}
