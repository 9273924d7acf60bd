//! The daemon's own figures: what its tasks count, and what the kernel says of its
//! process.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use plimsoll_live::read::host::{Tree, taken};
use plimsoll_report::metrics::{Keeping, Own};

use super::lock::lock;

/// What its tasks count.
#[derive(Debug, Default)]
pub(super) struct Counters {
    /// Connections to servers that are open.
    pub(super) connections: AtomicU64,
    /// Tasks that failed and were begun again.
    pub(super) panics: AtomicU64,
    /// Events that were told.
    pub(super) events: AtomicU64,
    /// Configurations that were read anew and taken.
    pub(super) reloads: AtomicU64,
    /// Configurations that were read anew and refused.
    pub(super) reloads_refused: AtomicU64,
    /// How keeping history does; `None`: none is kept.
    pub(super) keeping: Mutex<Option<Keeping>>,
}

/// All of them, with the process's own.
pub(super) fn own(counters: &Counters, started: Timestamp) -> Own {
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let (resident_bytes, cpu_seconds) = taken(&Tree::machine(), std::process::id());
    Own {
        version: env!("CARGO_PKG_VERSION"),
        started,
        resident_bytes,
        cpu_seconds,
        open_files: fs::read_dir("/proc/self/fd")
            .ok()
            .map(|files| files.count() as u64),
        connections: count(&counters.connections),
        panics: count(&counters.panics),
        reloads: BTreeMap::from([
            ("taken", count(&counters.reloads)),
            ("refused", count(&counters.reloads_refused)),
        ]),
        events: count(&counters.events),
        history: lock(&counters.keeping).clone(),
        incidents: BTreeMap::new(),
    }
}

/// A connection that is open, counted while this lives.
#[derive(Debug)]
pub(super) struct Open(std::sync::Arc<Counters>);

impl Open {
    /// One more.
    pub(super) fn counted(counters: &std::sync::Arc<Counters>) -> Self {
        counters.connections.fetch_add(1, Ordering::Relaxed);
        Self(counters.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_kernel_tells_of_this_process() {
        let own = super::own(&super::Counters::default(), jiff::Timestamp::UNIX_EPOCH);
        assert!(own.resident_bytes.is_some_and(|bytes| bytes > 1 << 20));
        assert!(own.cpu_seconds.is_some() && own.open_files.is_some());
    }
}
