//! How far the shared buffers fill: they are charged page by page, as touched.

use plimsoll_model::Kind;

use super::amount::{Amount, KB, MB};
use super::knobs::Knobs;
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

/// Scans that run side by side touch each other's pages, which then leave the
/// ring and stay (freelist.c, `GetBufferFromRing`: a page used twice is not
/// reused). Measured beside 4 to 24 scans: 0 to 14 MB.
const LEFT_BEHIND: Amount = Amount {
    low: 0.0,
    likely: 2.5 * MB,
    high: 14.0 * MB,
};

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
    let caught = kept(case, knobs, data) + CATALOGS_READ;
    let passing = case.largest_scan_bytes.filter(|_| rings > 0.0);
    let other = (data - passing.map_or(0.0, |bytes| bytes as f64)).max(0.0);
    let left = if rings > 0.0 {
        LEFT_BEHIND
    } else {
        Amount::default()
    };
    let written = CATALOGS_WRITTEN * makers_of_tables(case);
    // A statement of one operation reads one table, which is counted already.
    let most = CATALOGS / 2.0
        + if joins(case) > 0.0 {
            other + left.high
        } else if one_table(case) {
            left.high
        } else {
            other.max(left.high)
        };
    Buffers {
        filled: Amount {
            low: caught.min(all),
            likely: (caught + rings * 1.3 + left.likely + written).min(all),
            high: (most + rings * 1.6 + written).min(all),
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

/// Whether no statement of the load has more than one operation, and so more
/// than one table to scan.
fn one_table(case: &Case<'_>) -> bool {
    let scans = case.largest_scan_bytes.is_some_and(|bytes| bytes > 0);
    let single = |group: &Group| {
        let count = group
            .operations
            .iter()
            .fold(0u64, |sum, op| sum.saturating_add(op.count));
        count <= 1 && group.relations.is_none()
    };
    scans && case.groups.iter().all(single)
}

/// The rings of all processes that scan, where the largest table needs one.
fn rings(case: &Case<'_>, knobs: &Knobs) -> f64 {
    let scan = case.largest_scan_bytes.unwrap_or(0) as f64;
    if scan <= knobs.shared_buffers * RING_ABOVE {
        return 0.0;
    }
    let leaders: f64 = case
        .groups
        .iter()
        .filter(|group| !group.operations.is_empty())
        .map(|group| group.sessions as f64)
        .sum();
    let scanners = leaders + parallel::granted(case, knobs);
    scanners * ring(knobs).min(knobs.shared_buffers / 8.0)
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
