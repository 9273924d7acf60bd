//! Sorts (tuplesort.c), and row sets kept aside (tuplestore.c): up to `work_mem`,
//! then tapes.

use super::amount::{Amount, KB, MB};
use super::spill;

/// Of the memory EXPLAIN shows, the part that is resident: the array of sort
/// slots doubles, and its far end is never touched. Measured 0.95 to 0.97.
const TOUCHED: f64 = 0.96;

/// Freed blocks that glibc keeps in the heap, from a session's second sort on:
/// 19 % (measured: 16 MB sorts 16.3 MB at first, 19.1 MB later; 0.18 to 0.26 of
/// `work_mem` over 12 to 18).
const KEPT: f64 = 0.19;
const KEPT_HIGH: f64 = 0.26;

/// Rows sorted by all sessions until the peak of a load of seconds (measured on two
/// cores: 0.9 to 1.2 GB in three seconds, whatever the size of a sort). Sessions for
/// which that is enough for two sorts have kept blocks; else the peak is that of the
/// first ones, in step (measured: 8 sessions of 67 MB keep all, 12 of 55 MB none).
const SORTED: f64 = 820.0 * MB;

/// The same of a sort that fits: its array grows by copies, whose holes are
/// larger (measured: 0.96 of what EXPLAIN shows at first, 1.11 to 1.22 later).
const KEPT_FITTING: (f64, f64) = (0.17, 0.27);

/// Tapes and their buffers beside `work_mem` (`inittapes`; measured).
const TAPES: f64 = 250.0 * KB;
const TAPES_HIGH: f64 = 0.6 * MB;

/// A sort in a process, by what becomes of it once it has sorted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sort {
    /// What it takes.
    pub(super) amount: Amount,
    /// What its files take of the kernel.
    pub(super) kernel: Amount,
    /// The version that sorts.
    major: u16,
    /// Of that, the rows alone.
    held: f64,
    /// It did not fit; its memory goes back when its last row has been read.
    pub(super) spills: bool,
}

/// One sort with `operand` bytes of rows (infinite: as many as there may be), in
/// a process that has sorted before or, as every parallel worker, is `new`; it is
/// one of sessions of which the part `repeated` has sorted before.
pub(super) fn sort(operand: f64, limit: f64, new: bool, repeated: f64, major: u16) -> Sort {
    let spills = operand > limit;
    let held = if spills { limit } else { operand * TOUCHED };
    let (tapes, tapes_high) = if spills {
        (TAPES, TAPES_HIGH)
    } else {
        (0.0, operand.min(0.2 * MB))
    };
    let (kept, kept_high) = match (new, spills) {
        (true, _) => (0.0, 0.05),
        (false, true) => (KEPT * repeated, KEPT_HIGH),
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
        major,
        held,
        kernel: spill::kernel(spilled),
        spills,
    }
}

/// The part of `sessions` that have come to their second statement, each of which
/// sorts so many `rows` (in bytes) in all.
pub(super) fn repeating(rows: f64, sessions: f64) -> f64 {
    (SORTED / (rows * sessions.max(1.0)).max(1.0) - 1.0).clamp(0.0, 1.0)
}

/// Several sorts of one statement, one after the other in the order given. A
/// sort that fits holds its rows to the end; one that spilled lets go as it is
/// read and leaves the pieces that glibc keeps (measured on four sorts under an
/// Append, see [`left_of`]). The peak is that of the fullest
/// moment. Under a merge join all are there at once: that is `high`, with the
/// heap's and the tapes' excess of one of them.
pub(super) fn together(sorts: &[(Sort, f64)], sessions: f64) -> Amount {
    let mut left = 0.0f64;
    let mut fullest = 0.0f64;
    let mut kernel = Amount::default();
    let mut files = 0.0f64;
    let mut sum_high = 0.0f64;
    let mut excess = 0.0f64;
    let fitting: f64 = sorts
        .iter()
        .filter(|(sort, _)| !sort.spills)
        .map(|(_, count)| count)
        .sum();
    let piled = piled(fitting, sessions);
    for (sort, count) in sorts {
        if *count <= 0.0 {
            continue;
        }
        files += count;
        kernel += sort.kernel * *count;
        let Amount { likely, high, .. } = sort.amount;
        let stays = if sort.spills {
            (left_of(sort.major) * likely + 0.3 * MB).min(likely)
        } else {
            likely * piled
        };
        let full = if sort.spills { likely } else { stays };
        fullest = fullest.max(left + stays * (count - 1.0) + full);
        left += stays * count;
        let further = if sort.spills { sort.held } else { high };
        excess = excess.max(high - further);
        sum_high += further * count;
    }
    // Written one after the other, all together only as the last one ends.
    kernel.likely *= mean_of(files);
    Amount::busy(fullest, (sum_high + excess).max(fullest)) + kernel
}

/// The part of a spilled sort that stays in the heap once it has been read, and
/// 0.3 MB. From 17 on rows lie in a bump context (tuplesort.c), whose blocks of
/// up to 8 MB come from the heap once glibc has raised its threshold for mapping
/// them apart (measured on 12 to 16: 0.05 to 0.2; on 17 and 18: 0.45 to 0.7).
fn left_of(major: u16) -> f64 {
    if major >= 17 { 0.5 } else { 0.12 }
}

/// Of the way from the mean to all of them: sessions begin together, and are
/// longest with all of their sorts full (measured on 15 to 18: 0.7 to 1).
const IN_STEP: f64 = 0.8;

/// The mean of 1 to `count`, of `count`.
fn mean_of(count: f64) -> f64 {
    let count = count.max(1.0);
    (count + 1.0) / (2.0 * count)
}

/// The part of `count` sorts that are there at the peak of `sessions` out of
/// step: all of a single session's, towards the mean of 1 to `count` for many.
fn piled(count: f64, sessions: f64) -> f64 {
    if count <= 1.0 {
        return 1.0;
    }
    let mean = mean_of(count);
    mean + (1.0 - mean) * (1.0 / sessions.max(1.0).sqrt()).max(IN_STEP)
}
