//! What the kernel keeps for files that operations spill to, besides the page
//! cache: buffer heads and the page cache's tree.

use super::amount::Amount;

/// A spilled row leaves its palloc header and array slot behind (EXPLAIN
/// ANALYZE shows 54 % of the memory figure as disk), and a part of the rows has been
/// written again by a merge; of each page written the kernel keeps a buffer head
/// and tree nodes, 2.6 % (measured on ext4; a file system without buffer heads keeps
/// a tenth; of sorts of 12 to 67 MB, 1.5 to 2.0 % in all).
const LIKELY: f64 = 0.65 * 0.026;
/// Nine tenths as much on disk as in memory: a larger part of the rows is written
/// more than once while older tapes are still being read.
const HIGH: f64 = 0.9 * 0.026;

/// Kernel memory for so many bytes that did not fit.
pub(super) fn kernel(spilled_bytes: f64) -> Amount {
    Amount::busy(spilled_bytes * LIKELY, spilled_bytes * HIGH)
}
