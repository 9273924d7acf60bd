//! What the newest samples of a target show: its memory, its sessions, when its server
//! started. One place that knows which reading means what.

use plimsoll_model::Metric;

use crate::moment::Moment;
use crate::source::Watching;

/// The newest figures of what a line is made of; `None` where no fresh source has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Seen {
    pub(crate) anon: Option<f64>,
    /// The most that was anonymous, where the figures are those of a stretch of time.
    pub(crate) anon_most: Option<f64>,
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
        let mut gathering = Gathering::default();
        let fresh = sources.filter(|source| source.is_fresh(now));
        for column in fresh.flat_map(|source| source.table.newest()) {
            let rate = (!column.rate.is_nan()).then_some(f64::from(column.rate));
            let is_free = column.labels.iter().any(|label| &**label == FREE);
            gathering.add(column.metric, is_free, column.value, rate);
        }
        gathering.seen()
    }
}

/// What tells the free pages of a pool from the others.
pub(crate) const FREE: &str = "free";

/// Figures of one moment, one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Gathering {
    pub(crate) seen: Seen,
    pages: f64,
    pages_free: Option<f64>,
}

impl Gathering {
    /// Adds a series: its value, and of a counter what it grew by a second.
    pub(crate) fn add(&mut self, metric: Metric, is_free: bool, value: f64, rate: Option<f64>) {
        let seen = &mut self.seen;
        match metric {
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
                self.pages += value;
                if is_free {
                    self.pages_free = Some(value);
                }
            }
            _ => {}
        }
    }

    /// What they show.
    pub(crate) fn seen(self) -> Seen {
        let mut seen = self.seen;
        let used = self
            .pages_free
            .filter(|_| self.pages > 0.0)
            .map(|free| 1.0 - free / self.pages);
        seen.transactions = seen.transactions.filter(|sum| !sum.is_nan());
        seen.pool_used = used.map(|used| used.clamp(0.0, 1.0));
        seen
    }
}
