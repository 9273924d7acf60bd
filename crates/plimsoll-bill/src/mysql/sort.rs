//! Sorts (filesort), what one takes; and `MySQL`'s line of them.

use plimsoll_model::Kind;

use super::costs::Costs;
use super::operations::{self, Words};
use super::view::{Doing, View, size, summed, times};
use crate::ledger::Ledger;

/// Chunks merged at once.
const MERGED: u64 = 8;

/// Charges sorts. `MySQL` grows the buffer in steps, and allocates a fresh one
/// for the merge while the steps are still being given back.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sum = summed(view.doing(Kind::Sort), |doing| one(doing, view.costs));
    operations::charge(ledger, &WORDS, &sum);
}

/// One sort, likely and at most.
pub(crate) fn one(doing: &Doing<'_>, costs: &Costs) -> (u64, u64) {
    let keys = keys_bytes(doing);
    let likely = times(keys, costs.sort_factor).saturating_add(merge_bytes(doing, costs));
    let high =
        times(keys, costs.sort_factor * 1.45).saturating_add(costs.sort_bytes.saturating_mul(3));
    (likely, high)
}

/// What merging takes: it grows with the chunks there are to merge, up to the
/// eighth or so (filesort.cc, `MERGEBUFF`).
fn merge_bytes(doing: &Doing<'_>, costs: &Costs) -> u64 {
    let buffer = size(doing.settings, "sort_buffer_size");
    let chunks = doing
        .operation
        .operand_bytes
        .map_or(MERGED, |rows| (rows / buffer.max(1)).min(MERGED));
    costs.sort_bytes / MERGED * chunks
}

/// What the sort would hold, with a pointer to each row, up to its buffer.
fn keys_bytes(doing: &Doing<'_>) -> u64 {
    let buffer = size(doing.settings, "sort_buffer_size");
    doing
        .operation
        .operand_bytes
        .map_or(buffer, |operand| times(operand, 1.1).min(buffer))
}

const WORDS: Words = Words {
    what: "sorts",
    each: "(1.42 × min(rows, sort_buffer_size) + 1.2 MB)",
    parameters: &["sort_buffer_size"],
    source: "filesort_utils.cc, Filesort_buffer: blocks grow by half up to sort_buffer_size; measured 1.42 to 1.51 a byte of it",
};
