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

/// What a version's structures come to, in bytes; `fixed` in MB.
///
/// Per buffer: descriptor 64 B, condition variable 16 B (12, 13: I/O lock 32 B),
/// hash entry 40 B and its bucket (`BufferShmemSize`, `buf_init.c`); reserved
/// besides, the checkpoint's sort array and SLRU pages. Per lock slot: a LOCK and
/// two PROCLOCK (`LockShmemSize`, lock.c), half of them made at start. Per
/// predicate-lock slot: a target and two locks (`PredicateLockShmemSize`). Per
/// backend: PGPROC, status entry, serializable transactions and conflicts. Slopes
/// measured on each version by changing one parameter at a time.
struct Sizes {
    buffer: f64,
    lock: f64,
    predicate_lock: f64,
    backend: f64,
    fixed: f64,
}

/// What is touched once the server is up.
const fn touched(major: u16) -> Sizes {
    let (buffer, fixed) = match major {
        ..=13 => (174.0, 1.04),
        14 => (158.0, 1.05),
        15 | 16 => (158.0, 2.13),
        17 => (167.0, 2.33),
        18.. => (167.0, 3.88),
    };
    Sizes {
        buffer,
        lock: if major >= 18 { 185.0 } else { 165.0 },
        predicate_lock: if major >= 18 { 230.0 } else { 206.0 },
        backend: if major >= 18 { 9550.0 } else { 8600.0 },
        fixed,
    }
}

/// What is set aside (`postgres -C shared_memory_size`, 15 to 18).
const fn reserved(major: u16) -> Sizes {
    let (buffer, lock, predicate_lock, backend, fixed) = match major {
        ..=16 => (208.0, 390.0, 211.0, 9000.0, 1.9),
        17 => (248.0, 364.0, 230.0, 9830.0, 1.8),
        18.. => (248.0, 408.0, 247.0, 12270.0, 7.3),
    };
    Sizes {
        buffer,
        lock,
        predicate_lock,
        backend,
        fixed,
    }
}

/// The structures of the segment.
pub(super) fn structures(knobs: &Knobs) -> Structures {
    let holders = knobs.max_backends() + knobs.max_prepared_transactions;
    let sum = |sizes: &Sizes| {
        knobs.wal_buffers
            + knobs.max_backends() * knobs.track_activity_query_size
            + knobs.shared_buffers / BLOCK * sizes.buffer
            + holders * knobs.max_locks_per_transaction * sizes.lock
            + holders * knobs.max_pred_locks_per_transaction * sizes.predicate_lock
            + holders * sizes.backend
            + sizes.fixed * MB
    };
    let touched = sum(&touched(knobs.major));
    Structures {
        touched,
        reserved: sum(&reserved(knobs.major)).max(touched),
    }
}

/// A lock and its holder's entry in the tables made at start (lock.h).
const LOCK_HELD: f64 = 330.0;
/// Locks of a session of which nobody said how many relations it opens.
const LOCKS_UNKNOWN: u64 = 64;
/// Snapshots, statistics and slots that the first sessions touch.
const FIRST_USE: f64 = 1.0 * MB;

/// What a load touches of the structures beyond a start: its locks.
fn in_use(case: &Case<'_>) -> f64 {
    let locks: f64 = case
        .groups
        .iter()
        .map(|group| group.sessions as f64 * group.relations.unwrap_or(LOCKS_UNKNOWN) as f64)
        .sum();
    FIRST_USE + locks * LOCK_HELD
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
                high: (structures.touched + in_use(case)).min(structures.reserved),
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
