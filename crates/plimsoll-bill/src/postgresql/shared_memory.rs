//! The main shared memory segment: buffers as they fill, and the structures
//! around them as far as a start touches them.

use plimsoll_model::{Bytes, Pool, Who};

use super::amount::{Amount, MB};
use super::buffers::Buffers;
use super::knobs::{BLOCK, HugePages, Knobs};
use crate::case::Case;
use crate::ledger::{Entry, Ledger};

const DEFAULT_HUGE_PAGE: u64 = 2 << 20;

/// The structures of a segment, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Structures {
    /// What is touched when the server is up.
    pub(super) touched: f64,
    /// What is reserved: the rest is touched as locks and slots come into use.
    pub(super) reserved: f64,
}

/// Sizes a version gives its structures. Per buffer: descriptor 64 B, condition
/// variable 16 B (12, 13: two I/O locks' 32 B), hash entry 40 B and bucket
/// (`BufferShmemSize`, buf_init.c), and from 17 the larger SLRUs; reserved
/// besides: the checkpoint's sort array and SLRU pages. Per lock slot: a LOCK
/// and two PROCLOCK (`LockShmemSize`, lock.c), half of them made at start. Per
/// predicate-lock slot: target and two locks (`PredicateLockShmemSize`). Fixed:
/// measured at the default settings of each version.
struct Sizes {
    buffer: f64,
    buffer_reserved: f64,
    lock: f64,
    predicate_lock: f64,
    backend: f64,
    fixed: f64,
}

const fn sizes(major: u16) -> Sizes {
    let (buffer, fixed) = match major {
        ..=13 => (176.0, 0.55),
        14 => (160.0, 0.60),
        15 | 16 => (160.0, 1.68),
        17 => (169.0, 1.82),
        18.. => (169.0, 3.10),
    };
    Sizes {
        buffer,
        buffer_reserved: if major >= 17 { 255.0 } else { 210.0 },
        lock: if major >= 18 { 192.0 } else { 176.0 },
        predicate_lock: if major >= 18 { 238.0 } else { 217.0 },
        backend: 8700.0,
        fixed: fixed * MB,
    }
}

/// The structures of the segment.
pub(super) fn structures(knobs: &Knobs) -> Structures {
    let sizes = sizes(knobs.major);
    let buffers = knobs.shared_buffers / BLOCK;
    let holders = knobs.max_backends() + knobs.max_prepared_transactions;
    let locks = holders * knobs.max_locks_per_transaction * sizes.lock;
    let predicates = holders * knobs.max_pred_locks_per_transaction * sizes.predicate_lock;
    let activity = knobs.max_backends() * knobs.track_activity_query_size;
    let common = knobs.wal_buffers + predicates + holders * sizes.backend + activity + sizes.fixed;
    Structures {
        touched: common + locks + buffers * sizes.buffer,
        reserved: common + 2.0 * locks + buffers * sizes.buffer_reserved + 0.9 * MB,
    }
}

/// Whether the segment lies in huge pages, as far as it can be told: `on` means
/// the server would not run without them; `try` takes them where the host has
/// set enough aside.
pub(super) fn in_huge_pages(case: &Case<'_>, knobs: &Knobs) -> bool {
    match knobs.huge_pages {
        HugePages::On => true,
        HugePages::Off => false,
        HugePages::Try => {
            let pages = case.facts.hugepages.get().copied().unwrap_or(0);
            let size = case
                .facts
                .hugepage_bytes
                .get()
                .copied()
                .unwrap_or(DEFAULT_HUGE_PAGE);
            let segment = knobs.shared_buffers + structures(knobs).reserved;
            pages > 0 && pages as f64 * size as f64 >= segment
        }
    }
}

/// Charges the segment.
pub(super) fn charge(case: &Case<'_>, knobs: &Knobs, buffers: &Buffers, ledger: &mut Ledger) {
    let structures = structures(knobs);
    let huge = in_huge_pages(case, knobs);
    let (pool, filled, around) = if huge {
        // Set aside as a whole, touched or not.
        (
            Pool::HugePages,
            Amount::even(knobs.shared_buffers),
            Amount::even(structures.reserved),
        )
    } else {
        (
            Pool::Limit,
            buffers.filled,
            Amount {
                low: structures.touched,
                likely: structures.touched,
                high: structures.reserved,
            },
        )
    };
    ledger.charge(
        Entry {
            what: "shared buffers",
            who: Who::Server,
            count: 1,
            range: filled.range(),
            parameters: &["shared_buffers", "huge_pages"],
            source: "charged as touched; scans above a quarter of it go through a ring: \
                     initscan (heapam.c), GetAccessStrategy (freelist.c), 12 to 18",
            pool,
        },
        || buffers_formula(case, knobs, huge),
    );
    ledger.charge(
        Entry {
            what: "shared memory structures",
            who: Who::Server,
            count: 1,
            range: around.range(),
            parameters: &[
                "wal_buffers",
                "max_connections",
                "max_locks_per_transaction",
                "max_pred_locks_per_transaction",
                "max_prepared_transactions",
                "max_worker_processes",
                "max_wal_senders",
                "autovacuum_max_workers",
                "track_activity_query_size",
            ],
            source: "CalculateShmemSize (ipci.c); touched part measured, 12 to 18; \
                     oracle: postgres -C shared_memory_size (15 to 18)",
            pool,
        },
        || {
            format!(
                "wal_buffers {} + {:.0} backends × locks and slots + {:.0} buffers × descriptors",
                Bytes(knobs.wal_buffers as u64),
                knobs.max_backends() + knobs.max_prepared_transactions,
                knobs.shared_buffers / BLOCK
            )
        },
    );
}

fn buffers_formula(case: &Case<'_>, knobs: &Knobs, huge: bool) -> String {
    let all = Bytes(knobs.shared_buffers as u64);
    match case.data_bytes {
        _ if huge => format!("shared_buffers {all}, set aside as huge pages"),
        None => format!("shared_buffers {all}, full"),
        Some(data) => format!(
            "min(shared_buffers {all}, what the load keeps of {} of data)",
            Bytes(data)
        ),
    }
}
