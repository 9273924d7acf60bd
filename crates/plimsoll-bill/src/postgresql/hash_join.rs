//! Hash joins (nodeHash.c): batches when the inner side does not fit, each with
//! two files whose buffers no parameter counts; a parallel hash in shared
//! memory.

use super::amount::{Amount, KB, MB};
use super::knobs::{BLOCK, Knobs};
use super::spill;

/// More batches than this are never planned (`ExecChooseHashTableSize`).
const BATCHES_MAX: f64 = 262_144.0;

/// Chunks of 32 kB partly filled, and the outer side's slots (measured 1.08 to
/// 1.12 of tables of 7 and 29 MB over 13 to 18).
const OVERHEAD: f64 = 1.1;

/// A table that doubles its batches while it fills has been as large as its
/// limit, and moves the rows that stay into new chunks
/// (`ExecHashIncreaseNumBatches`): of the old ones glibc keeps about half, as
/// holes below the new (measured: 0.3 to 1 of them).
const HOLES: f64 = 0.5;
/// A batch larger than planned: rows of one value do not split.
const OVERHEAD_HIGH: f64 = 1.2;
/// In shared memory each participant fills chunks of its own (EXPLAIN shows 10 %
/// more than for a hash of one process).
const OVERHEAD_SHARED: f64 = 1.1;

/// The most frequent values have a table of their own, for which 2 % are set
/// aside (`SKEW_HASH_MEM_PERCENT`, hashjoin.h).
const BUT_SKEW: f64 = 0.98;

/// How an inner side divides.
#[derive(Clone, Copy, Debug)]
struct Split {
    /// What one batch holds.
    held: f64,
    batches: f64,
}

/// The smallest power of two of batches of which one fits. 18 rather grows the
/// table than have the batches' files outweigh it (commit for 18:
/// `ExecChooseHashTableSize` balances both).
fn split(operand: f64, mut limit: f64, major: u16) -> Split {
    if operand.is_infinite() {
        return Split {
            held: limit,
            batches: 1.0,
        };
    }
    let count = |limit: f64| {
        let needed = (operand / (limit * BUT_SKEW).max(64.0 * KB)).max(1.0);
        needed.log2().ceil().exp2().min(BATCHES_MAX)
    };
    let mut batches = count(limit);
    while major >= 18 && batches > 1.0 && batches * 2.0 * BLOCK > 2.0 * limit {
        limit *= 2.0;
        batches = count(limit);
    }
    Split {
        held: operand / batches,
        batches,
    }
}

/// Two files a batch, a block of buffer each (buffile.c).
fn files(split: Split) -> f64 {
    if split.batches > 1.0 {
        split.batches * 2.0 * (BLOCK + 0.3 * KB)
    } else {
        0.0
    }
}

fn kernel(operand: f64, split: Split) -> Amount {
    if split.batches > 1.0 && operand.is_finite() {
        spill::kernel(operand)
    } else {
        Amount::default()
    }
}

/// One hash join of a process, with `operand` bytes in its inner side.
pub(super) fn one(operand: f64, knobs: &Knobs) -> Amount {
    let split = split(operand, knobs.hash_mem, knobs.major);
    let most = operand.min(knobs.hash_mem);
    let holes = (knobs.hash_mem.min(operand) - split.held).max(0.0) * HOLES;
    Amount::busy(
        split.held * OVERHEAD + holes + files(split),
        most * OVERHEAD_HIGH + files(split) + 0.3 * MB,
    ) + kernel(operand, split)
}

/// What a shared hash takes of the session's dynamic shared memory, before its
/// segments round it up: the participants put their allowances together for one
/// table; where that does not do, each of those that came works on a batch of its
/// own within its own (`ExecChooseHashTableSize`, `try_combined_hash_mem`).
pub(super) fn shared(operand: f64, planned: f64, came: f64, knobs: &Knobs) -> Amount {
    let limit = knobs.hash_mem * planned;
    let one = split(operand, limit, knobs.major);
    if one.batches <= 1.0 {
        return Amount::busy(
            one.held * OVERHEAD_SHARED,
            operand.min(limit) * OVERHEAD_HIGH,
        );
    }
    let apart = split(operand, knobs.hash_mem, knobs.major);
    // Each batch that a participant writes to has 32 kB of buffer (sharedtuplestore.c).
    let stores = |participants: f64| apart.batches * participants * 32.0 * KB;
    Amount::busy(
        apart.held * came.min(apart.batches) * OVERHEAD_SHARED + stores(came),
        operand.min(limit) * OVERHEAD_HIGH + stores(planned),
    ) + kernel(operand, apart)
}

/// A shared table that finds while it fills that it needs more batches holds old
/// and new ones for a moment: two segments more than its area has (measured
/// once in 50 runs, 36 MB for 12). Statements rarely do so at the same moment.
pub(super) fn overgrown(area: f64) -> f64 {
    if area > 2.0 * MB {
        segments(area * 1.01) - segments(area * 0.9) + 4.0 * MB
    } else {
        0.0
    }
}

/// Dynamic shared memory grows by segments: two of 1 MB, two of 2 MB, two of
/// 4 MB and so on, each charged in full when made (dsa.c,
/// `DSA_NUM_SEGMENTS_AT_EACH_SIZE`; `posix_fallocate` in `dsm_impl.c`).
pub(super) fn segments(bytes: f64) -> f64 {
    let mut sum = 0.0;
    let mut next = MB;
    while sum < bytes && next < 1e15 {
        sum += next;
        if sum < bytes {
            sum += next;
        }
        next *= 2.0;
    }
    sum
}
