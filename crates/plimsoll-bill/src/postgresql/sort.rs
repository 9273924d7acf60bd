//! Sorts (tuplesort.c), and row sets kept aside (tuplestore.c): up to `work_mem`,
//! then tapes.

use super::amount::{Amount, KB, MB};
use super::spill;

/// Of the memory EXPLAIN shows, the part that is resident: the array of sort
/// slots doubles, and its far end is never touched. Measured 0.95 to 0.97.
const TOUCHED: f64 = 0.96;

/// Freed blocks that glibc keeps in the heap, from a session's second sort on:
/// 22 % (measured: 16 MB sorts 17.7 MB at first, 21 MB later). Not every session
/// has come so far at the peak.
const KEPT_LIKELY: f64 = 0.05;
const KEPT_HIGH: f64 = 0.20;

/// The same of a sort that fits: its array grows by copies, whose holes are
/// larger (measured: 0.96 of what EXPLAIN shows at first, 1.11 to 1.22 later).
const KEPT_FITTING: (f64, f64) = (0.12, 0.27);

/// Tapes and their buffers beside `work_mem` (`inittapes`; measured).
const TAPES: f64 = 100.0 * KB;
const TAPES_HIGH: f64 = 1.55 * MB;

/// A sort in a process, by what becomes of it once it has sorted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sort {
    /// What it takes.
    pub(super) amount: Amount,
    /// What its files take of the kernel.
    pub(super) kernel: Amount,
    /// It did not fit; its memory goes back when its last row has been read.
    pub(super) spills: bool,
}

/// One sort with `operand` bytes of rows (infinite: as many as there may be), in
/// a process that has sorted before or, as every parallel worker, is `new`.
pub(super) fn sort(operand: f64, limit: f64, new: bool) -> Sort {
    let spills = operand > limit;
    let held = if spills { limit } else { operand * TOUCHED };
    let (tapes, tapes_high) = if spills {
        (TAPES, TAPES_HIGH)
    } else {
        (0.0, operand.min(0.2 * MB))
    };
    let (kept, kept_high) = match (new, spills) {
        (true, _) => (0.0, 0.05),
        (false, true) => (KEPT_LIKELY, KEPT_HIGH),
        (false, false) => KEPT_FITTING,
    };
    let spilled = if spills && operand.is_finite() {
        operand
    } else {
        0.0
    };
    Sort {
        amount: Amount::busy(
            held * (1.0 + kept) + tapes,
            held.max(operand.min(limit)) * (1.0 + kept_high) + tapes_high,
        ),
        kernel: spill::kernel(spilled),
        spills,
    }
}

/// Several sorts of one statement. A sort that fits holds its rows to the end;
/// one that spilled lets go as it is read, so that of those only the largest is
/// there in full, and each further one leaves the pieces that glibc keeps
/// (measured on four sorts under an Append: 0.12 of `work_mem` + 0.3 MB each).
/// Under a merge join all are there at once: that is `high`. Sorts that fit pile
/// up one after the other, in each session at another time.
pub(super) fn together(sorts: &[(Sort, f64)], sessions: f64) -> Amount {
    let mut sum = Amount::default();
    let mut largest = 0.0f64;
    let fitting: f64 = sorts
        .iter()
        .filter(|(sort, _)| !sort.spills)
        .map(|(_, count)| count)
        .sum();
    let piled = piled(fitting, sessions);
    for (sort, count) in sorts {
        sum += sort.kernel * *count;
        sum.high += sort.amount.high * count;
        if sort.spills {
            largest = largest.max(sort.amount.likely);
            sum.likely += (0.12 * sort.amount.likely + 0.3 * MB).min(sort.amount.likely) * count;
        } else {
            sum.likely += sort.amount.likely * count * piled;
        }
    }
    if largest > 0.0 {
        sum.likely += largest - (0.12 * largest + 0.3 * MB).min(largest);
    }
    sum
}

/// The part of `count` sorts that are there at the peak of `sessions` out of
/// step: all of a single session's, towards the mean of 1 to `count` for many.
fn piled(count: f64, sessions: f64) -> f64 {
    if count <= 1.0 {
        return 1.0;
    }
    let mean = (count + 1.0) / (2.0 * count);
    mean + (1.0 - mean) / sessions.max(1.0).sqrt()
}
