//! How far the shared buffers fill: they are charged page by page, as touched.

use plimsoll_model::Kind;

use super::amount::{Amount, KB, MB};
use super::knobs::{BLOCK, Knobs};
use super::parallel;
use crate::case::{Case, Group};

/// A sequential scan of a table above this part of the buffers goes through a
/// ring (heapam.c, `initscan`: `rs_nblocks > NBuffers / 4`).
const RING_ABOVE: f64 = 0.25;

/// The ring of a bulk read (freelist.c, `GetAccessStrategy`, `BAS_BULKREAD`).
const RING: f64 = 256.0 * KB;

/// Auxiliary processes of 18: six, and places for 32 I/O workers (proc.h,
/// `NUM_AUXILIARY_PROCS`).
const AUXILIARY_18: f64 = 38.0;

/// An empty database's catalogs, and the part of them that sessions read.
pub(super) const CATALOGS: f64 = 8.0 * MB;
const CATALOGS_READ: f64 = 1.2 * MB;

/// Catalog pages that each session writes which makes temporary tables: rows of
/// tables made and dropped over and over, which nothing clears away meanwhile
/// (measured on 12 to 18, 1 to 12 sessions: 0.3 to 1.2 MB each).
const CATALOGS_WRITTEN: f64 = 0.6 * MB;

/// Of the blocks that are reached through indexes alone, the part that has been
/// reached when the load is at its peak.
const REACHED: f64 = 0.85;

/// Scans begun by the time of the peak: each process has gone through those of one
/// statement and is in the next, and few sessions come round more often, as they
/// have the processors to themselves (measured: 4 to 90 statements in three seconds).
const FURTHER: f64 = 6.0;

/// A relation that a session opens: the one page of a small table, the meta page of
/// an index (measured: 600 relations of 300 small tables, 5.6 MB with the catalogs).
const PAGE: f64 = BLOCK;

/// The part of joined tables that stays where all of them are more than a ring
/// lets pass: how it divides among them is not known.
const STAYING: f64 = 0.5;

/// Buffers filled, by the way they fill.
#[derive(Clone, Copy, Debug)]
pub(super) struct Buffers {
    /// All of it, never more than `shared_buffers`.
    pub(super) filled: Amount,
    /// What sessions map for good, without the rings: it costs each of them
    /// page tables.
    pub(super) mapped: Amount,
}

/// The buffers that the case fills.
pub(super) fn filled(case: &Case<'_>, knobs: &Knobs) -> Buffers {
    let all = knobs.shared_buffers;
    let Some(data) = case.data_bytes.map(|bytes| bytes as f64) else {
        let full = Amount::even(all);
        return Buffers {
            filled: full,
            mapped: Amount { low: 0.0, ..full },
        };
    };
    let rings = rings(case, knobs);
    let caught = kept(case, knobs, data) + opened(case) + CATALOGS_READ;
    let written = CATALOGS_WRITTEN * makers_of_tables(case);
    // No page is there twice, so that all rings together leave at most the tables.
    let scanned = case.largest_scan_bytes.map_or(0.0, |bytes| bytes as f64);
    let joined = if joins(case) > 0.0 { data } else { 0.0 };
    let tables = data.min(scanned).max(joined);
    let passed = rings.in_turn.min((tables - caught).max(0.0));
    let most = CATALOGS / 2.0 + caught.max(if rings.at_once > 0.0 { tables } else { joined });
    Buffers {
        filled: Amount {
            low: caught.min(all),
            likely: (caught + passed + written).min(all),
            high: (most + rings.at_once * 1.6 + written).min(all),
        },
        mapped: Amount {
            low: 0.0,
            likely: caught.min(all),
            high: most.min(all),
        },
    }
}

/// Data that stays in the buffers: read through an index, or by a scan that is
/// small enough. Each join brings one more table, of at most the largest one's
/// size; what the load touches in all bounds it.
fn kept(case: &Case<'_>, knobs: &Knobs, data: f64) -> f64 {
    let Some(scan) = case.largest_scan_bytes.map(|bytes| bytes as f64) else {
        return data;
    };
    if scan <= 0.0 {
        return (data - CATALOGS).max(0.0) * REACHED;
    }
    let ringed = knobs.shared_buffers * RING_ABOVE;
    let joined = (scan * joins(case)).min((data - scan).max(0.0));
    if joined > ringed && scan > ringed {
        // Some of the joined tables go through rings of their own.
        joined * STAYING
    } else if scan > ringed {
        joined
    } else {
        scan.min(data) + joined
    }
}

/// Joins in the statement that has most of them.
fn joins(case: &Case<'_>) -> f64 {
    let most = case
        .groups
        .iter()
        .filter(|group| group.sessions > 0)
        .map(|group| {
            let joins = group
                .operations
                .iter()
                .filter(|op| op.kind == Kind::HashJoin);
            joins.fold(0u64, |sum, op| sum.saturating_add(op.count))
        })
        .max();
    most.unwrap_or(0) as f64
}

/// Sessions that make temporary tables.
fn makers_of_tables(case: &Case<'_>) -> f64 {
    let makes = |group: &&Group| {
        let mut kinds = group.operations.iter().map(|op| op.kind);
        kinds.any(|kind| kind == Kind::TempTable)
    };
    let makers = case.groups.iter().filter(makes);
    makers.map(|group| group.sessions as f64).sum()
}

/// The pages of the relations that the session with most of them has opened, beyond
/// those that are scanned.
fn opened(case: &Case<'_>) -> f64 {
    let groups = case.groups.iter().filter(|group| group.sessions > 0);
    let most = groups.filter_map(|group| group.relations).max();
    most.unwrap_or(0) as f64 * PAGE
}

/// The rings of the processes that scan.
#[derive(Clone, Copy, Debug, Default)]
struct Rings {
    /// Of those that scan at one moment.
    at_once: f64,
    /// Of all scans until the peak. A scan that begins takes a ring of buffers never
    /// used, as long as there are any (freelist.c, `StrategyGetBuffer`), and leaves it
    /// filled when it ends: `shared_buffers` fill by a ring a scan.
    in_turn: f64,
}

/// The rings, where the largest table needs one.
fn rings(case: &Case<'_>, knobs: &Knobs) -> Rings {
    let scan = case.largest_scan_bytes.unwrap_or(0) as f64;
    if scan <= knobs.shared_buffers * RING_ABOVE {
        return Rings::default();
    }
    let busy = || {
        let groups = case.groups.iter();
        groups.filter(|group| group.sessions > 0 && !group.operations.is_empty())
    };
    let sessions: f64 = busy().map(|group| group.sessions as f64).sum();
    if sessions <= 0.0 {
        return Rings::default();
    }
    let workers = parallel::granted(case, knobs);
    let ring = ring(knobs).min(knobs.shared_buffers / 8.0);
    let most = busy()
        .map(|group| scans(group, case, knobs))
        .fold(0.0, f64::max);
    let at_once = (sessions + workers) * ring;
    Rings {
        at_once,
        in_turn: at_once * (most + 1.0) + FURTHER * ring,
    }
}

/// The scans of one statement that need a ring: one under each sort or aggregate;
/// of joined tables those that are larger than a quarter of the buffers, as far as
/// their mean size tells.
fn scans(group: &Group, case: &Case<'_>, knobs: &Knobs) -> f64 {
    let count = |joins: bool| {
        let operations = group.operations.iter();
        let some = operations.filter(|op| (op.kind == Kind::HashJoin) == joins);
        some.fold(0u64, |sum, op| sum.saturating_add(op.count)) as f64
    };
    let joins = count(true);
    if joins <= 0.0 {
        return count(false).max(1.0);
    }
    let scan = case.largest_scan_bytes.unwrap_or(0);
    let others = case.data_bytes.unwrap_or(0).saturating_sub(scan);
    // No further data: the table is joined with itself.
    if others == 0 || others as f64 / joins > knobs.shared_buffers * RING_ABOVE {
        joins + 1.0
    } else {
        1.0
    }
}

/// From 18 on the ring also holds what reads ahead at once, as far as one
/// process may pin (freelist.c, `GetAccessStrategy`: `effective_io_concurrency`
/// × `io_combine_limit`, at most `GetPinLimit`: the buffers over all processes).
fn ring(knobs: &Knobs) -> f64 {
    if knobs.major < 18 {
        return RING;
    }
    let ahead = RING + knobs.effective_io_concurrency * knobs.io_combine_limit;
    let pinned = knobs.shared_buffers / (knobs.max_backends() + AUXILIARY_18);
    ahead.min(pinned.max(RING))
}
