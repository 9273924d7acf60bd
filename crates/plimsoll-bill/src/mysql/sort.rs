//! Sorts (filesort).

use plimsoll_model::Kind;

use super::costs::Costs;
use super::operations::{self, Words};
use super::view::{Doing, View, size, summed, times};
use crate::ledger::Ledger;

/// Chunks merged at once.
const MERGED: u64 = 8;

/// Charges sorts. `MariaDB` takes the buffer whole and reuses it for the merge;
/// `MySQL` grows it in steps, and allocates a fresh one for the merge while the
/// steps are still being given back.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let costs = view.costs;
    let sum = summed(view.doing(Kind::Sort), |doing| {
        let keys = keys_bytes(doing);
        let likely = times(keys, costs.sort_factor).saturating_add(merge_bytes(doing, costs));
        let high = times(keys, costs.sort_factor * 1.45)
            .saturating_add(costs.sort_bytes.saturating_mul(3));
        (likely, high)
    });
    let words = if view.is_mariadb() { &MARIADB } else { &MYSQL };
    operations::charge(ledger, words, &sum);
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

const MYSQL: Words = Words {
    what: "sorts",
    each: "(1.42 × min(rows, sort_buffer_size) + 1.2 MB)",
    parameters: &["sort_buffer_size"],
    source: "filesort_utils.cc, Filesort_buffer: blocks grow by half up to sort_buffer_size; measured 1.42 to 1.51 a byte of it",
};

const MARIADB: Words = Words {
    what: "sorts",
    each: "(1.08 × min(rows, sort_buffer_size) + 0.25 MB)",
    parameters: &["sort_buffer_size"],
    source: "filesort.cc, filesort: one buffer allocated whole and used again to merge; measured 1.05 to 1.08 a byte of it",
};
