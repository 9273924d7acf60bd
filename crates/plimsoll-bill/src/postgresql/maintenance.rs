//! Autovacuum: workers that come on their own, each with a list of dead rows.

use plimsoll_model::{Bytes, Pool, Who};

use super::amount::{Amount, MB};
use super::knobs::Knobs;
use crate::case::Case;
use crate::ledger::{Entry, Ledger};

/// A worker's process, with the catalogs of every table it looks at.
const WORKER: f64 = 1.5 * MB;

/// Dead rows a table has when its turn comes (`autovacuum_vacuum_scale_factor`
/// 0.2) at 6 B each, against rows of 100 B, of all tables together.
const DEAD_PART: f64 = 0.012;

/// What a worker gets through of its tables before the launcher may send the
/// next one to the same database (`autovacuum_naptime` 60 s), at 4 MB/s: pages
/// all dirtied at `vacuum_cost_page_dirty` 20 of `vacuum_cost_limit` 200 every
/// 2 ms (20 ms before 12) would be 39 MB/s, and sessions at work slow it.
const BEFORE_THE_NEXT: f64 = 240.0 * MB;

/// Workers at once: over little data the first has ended before another comes.
fn at_once(case: &Case<'_>, most: f64) -> f64 {
    case.data_bytes.map_or(most, |data| {
        (1.0 + (data as f64 / BEFORE_THE_NEXT).floor()).min(most)
    })
}

/// Charges the workers. They may come at any time: `high` has all that there
/// can be at once, `likely` none, for a load of which the peak is the sessions'.
pub(super) fn charge(case: &Case<'_>, knobs: &Knobs, ledger: &mut Ledger) {
    let workers = at_once(case, knobs.autovacuum_workers);
    let most = knobs.autovacuum_work_mem;
    let list = case.data_bytes.map_or(most, |data| {
        (data as f64 * DEAD_PART / workers.max(1.0)).min(most)
    });
    let amount = Amount::busy(0.0, workers * (WORKER + list));
    ledger.charge(
        Entry {
            what: "autovacuum workers",
            who: Who::Worker,
            count: workers as u64,
            range: amount.range(),
            parameters: &[
                "autovacuum_max_workers",
                "autovacuum_work_mem",
                "maintenance_work_mem",
            ],
            source: "lazy_space_alloc and dead_items_alloc (vacuumlazy.c): at most 1 GB before 17, \
                     a radix tree from 17 on",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{workers} × (process {} + dead rows {})",
                Bytes(WORKER as u64),
                Bytes(list as u64)
            )
        },
    );
}
