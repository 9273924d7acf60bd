//! The server could not get its memory at start, and said so.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::causes::limits::huge_pages_missing;
use crate::signal::{ServerSignal, StartRefusal};
use crate::story::Story;
use crate::written;

cause! {
    /// ## What it is
    ///
    /// Shared memory or a pool was asked for in one piece and the kernel refused it.
    ///
    /// ## How it shows
    ///
    /// `could not map anonymous shared memory: Cannot allocate memory`, `Cannot allocate
    /// memory for the buffer pool`, and the server ends.
    ///
    /// ## What speaks against it
    ///
    /// It started afterwards with the same parameters: then something else had the memory.
    ///
    /// ## What to do
    ///
    /// Lower the parameter the message names to what the machine has. Where the amount
    /// is far above what was meant, its unit is wrong.
    START_REFUSED_FOR_MEMORY {
        name: "start-refused-for-memory",
        class: MemoryStartupAlloc,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let mut named = None;
    let refused = story.server().filter(|(_, said)| match said {
        ServerSignal::StartRefused(StartRefusal::Memory { parameter, .. }) => {
            named = named.or(*parameter);
            true
        }
        _ => false,
    });
    let refused: Vec<_> = refused.map(|(signal, _)| signal).collect();
    if refused.is_empty() {
        return None;
    }
    let changed: Vec<_> = written::at_next_start(story)
        .filter(|(_, parameter)| is_taken_at_start(parameter))
        .collect();
    // A message that names a parameter names the usual one; what was changed since the
    // last start is what this one had to take.
    let mut blamed: Vec<&str> = changed.iter().map(|(_, parameter)| *parameter).collect();
    blamed.extend(named);
    distinct(&mut blamed);
    let huge = !huge_pages_missing::asked(story).is_empty();
    let message = "the server asked at its start for more memory than there is: lower the pool it names, and look at its unit";
    let weighed = Weighed::new(message)
        .blames(&blamed)
        .shown(Weight::Proof, refused)
        .shown(Weight::Slight, changed.iter().map(|(signal, _)| *signal))
        .against(
            Weight::Strong,
            huge,
            "huge pages were asked for: they may be what lacks",
        );
    Some(weighed)
}

/// Whether a server takes memory for a parameter at its start: shared memory of
/// `PostgreSQL` (src/backend/storage/ipc/ipci.c, `CalculateShmemSize`), pools and tables of
/// MySQL and `MariaDB`.
fn is_taken_at_start(parameter: &str) -> bool {
    const NAMES: [&str; 17] = [
        "shared_buffers",
        "wal_buffers",
        "max_connections",
        "max_locks_per_transaction",
        "max_pred_locks_per_transaction",
        "max_prepared_transactions",
        "max_worker_processes",
        "max_wal_senders",
        "max_replication_slots",
        "autovacuum_max_workers",
        "min_dynamic_shared_memory",
        "track_activity_query_size",
        "innodb_buffer_pool_size",
        "innodb_log_buffer_size",
        "key_buffer_size",
        "aria_pagecache_buffer_size",
        "query_cache_size",
    ];
    NAMES.contains(&parameter)
}

/// Each once, where it stands first.
fn distinct(names: &mut Vec<&str>) {
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(*name));
}
