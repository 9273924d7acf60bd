//! The InnoDB buffer pool: descriptors touched at start, pages as data fills it.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::limits::pool_instances;
use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Pages that eviction frees at once (buf0lru.cc; an extent).
const BATCH_PAGES: u64 = 64;
/// Smallest chunk of `MySQL`'s pool (`innodb_buffer_pool_chunk_size`).
const CHUNK_DEFAULT_BYTES: u64 = 128 << 20;

/// Charges descriptors and pages.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let pool = pool_bytes(view);
    let resident = resident_bytes(view, pool);
    let descriptors = times(pool, view.costs.pool_descriptors_per_kb / 1024.0);
    ledger.charge(
        Entry {
            what: "buffer pool bookkeeping",
            who: Who::Server,
            count: 1,
            range: Range::new(descriptors, descriptors, times(descriptors, 1.15)),
            parameters: &["innodb_buffer_pool_size"],
            source: "block descriptors, page hash and lock table are made for the whole pool at start (buf0buf.cc; lock0lock.cc); slope measured over 64 MB to 1 GB",
            pool: Pool::Limit,
        },
        || {
            let share = 100.0 * view.costs.pool_descriptors_per_kb / 1024.0;
            format!("{share:.1} % of {}", Bytes(pool))
        },
    );
    let (likely, high) = (resident, bound(view, pool, resident));
    ledger.charge(
        Entry {
            what: "buffer pool pages",
            who: Who::Server,
            count: 1,
            range: Range::new(likely, likely, high),
            parameters: &["innodb_buffer_pool_size"],
            source: "pages are touched as they are first filled and stay; once only innodb_lru_scan_depth pages are left the free list recycles touched ones (buf0lru.cc, buf0flu.cc)",
            pool: Pool::Limit,
        },
        || match view.case.data_bytes {
            None => format!("the whole pool of {}: no data_bytes in the load", Bytes(pool)),
            Some(data) if resident > data => format!("{} of data fill the pool of {}", Bytes(data), Bytes(pool)),
            Some(data) => format!("{} of data in a pool of {}", Bytes(data), Bytes(pool)),
        },
    );
}

/// A pool that is not full can still take pages that are gone again when the
/// load's data is counted: undo, rolled-back inserts, temporary tables, and all
/// that the free list was filled up with.
fn bound(view: &View<'_>, pool: u64, resident: u64) -> u64 {
    let capacity = times(pool, view.costs.pool_capacity);
    let written = if view.is_mariadb() {
        0 // has a line of its own
    } else {
        view.sum_sessions(|group| group.transaction_bytes)
    };
    let gone = written
        .saturating_mul(2)
        .saturating_add(times(resident, 0.08));
    let most = if resident.saturating_add(kept_free_bytes(view)) >= capacity {
        capacity
    } else {
        resident.saturating_add(gone).min(capacity)
    };
    most.max(times(resident, 1.01))
}

/// The pool as the server makes it: `MySQL` rounds up to whole chunks in every
/// instance ("Configuring InnoDB Buffer Pool Size"); `MariaDB` from 10.11.12 and
/// 11.4.6 on takes it as it is.
pub(crate) fn pool_bytes(view: &View<'_>) -> u64 {
    let asked = view.size("innodb_buffer_pool_size");
    if view.is_mariadb() {
        return asked;
    }
    let chunk = match view.size("innodb_buffer_pool_chunk_size") {
        0 => CHUNK_DEFAULT_BYTES,
        chunk => chunk,
    };
    let instances = pool_instances(view, asked, chunk);
    let chunk = chunk.min(asked / instances).max(1);
    let step = chunk.saturating_mul(instances);
    asked.div_ceil(step).saturating_mul(step)
}

/// Pages that eviction keeps free once the pool has been full, and the batch
/// by which it runs ahead.
fn kept_free_bytes(view: &View<'_>) -> u64 {
    let page = view.size("innodb_page_size").max(4096);
    view.size("innodb_lru_scan_depth")
        .saturating_add(BATCH_PAGES)
        .saturating_mul(page)
}

/// The pages that have been touched.
fn resident_bytes(view: &View<'_>, pool: u64) -> u64 {
    let capacity = times(pool, view.costs.pool_capacity);
    let Some(data) = view.case.data_bytes else {
        return capacity;
    };
    let data = data.max(view.costs.own_pages_bytes);
    let kept_free = kept_free_bytes(view);
    if data.saturating_add(kept_free) < capacity {
        data
    } else if kept_free <= capacity / 8 * 3 {
        capacity
    } else {
        // In a pool hardly larger than its free list, data this large may have
        // filled it or not.
        data.saturating_add(capacity.saturating_sub(data) / 2)
            .min(capacity)
    }
}

/// What of the pool no page has touched yet.
pub(crate) fn spare_bytes(view: &View<'_>) -> u64 {
    let pool = pool_bytes(view);
    times(pool, view.costs.pool_capacity).saturating_sub(resident_bytes(view, pool))
}
