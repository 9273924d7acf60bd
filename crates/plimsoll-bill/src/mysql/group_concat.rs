//! `GROUP_CONCAT`: a string that grows by reallocation, copied for the result.

use plimsoll_model::{Kind, Malloc};

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// What one byte of a result takes. The string grows by reallocation: glibc
/// remaps a large block in place, jemalloc moves it and keeps the smaller
/// extents for its decay time (measured with results of 4 MB in 8 sessions).
fn factor(view: &View<'_>) -> f64 {
    match (view.malloc(), view.is_mariadb()) {
        (Malloc::Glibc, _) => view.costs.group_concat_factor,
        (Malloc::Tcmalloc, true) => 2.0,
        (Malloc::Tcmalloc, false) => 1.5,
        (Malloc::Jemalloc, _) => 4.2,
    }
}

/// Charges results up to `group_concat_max_len`.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let factor = factor(view);
    let sum = summed(view.doing(Kind::GroupConcat), |doing| {
        let result = doing.capped_bytes(size(doing.settings, "group_concat_max_len"));
        let high = times(result, factor * 1.5).saturating_add(512 << 10);
        (times(result, factor), high)
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "GROUP_CONCAT results",
    each: "min(result, group_concat_max_len) with its copy",
    parameters: &["group_concat_max_len"],
    source: "item_sum.cc, Item_func_group_concat: String grown by realloc; measured 1.07 to 1.2 (MariaDB), 1.9 to 2.2 (MySQL) a byte",
};
