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
}

impl Seen {
    pub(crate) fn of<'a>(sources: impl Iterator<Item = &'a Watching>, now: Moment) -> Self {
        let mut seen = Self::default();
        let (mut pages, mut pages_free) = (0.0, None);
        let fresh = sources.filter(|source| source.is_fresh(now));
        for column in fresh.flat_map(|source| source.table.newest()) {
            let value = column.value;
            match column.metric {
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
        seen.pool_used = used.map(|used| used.clamp(0.0, 1.0));
        seen
    }
}
