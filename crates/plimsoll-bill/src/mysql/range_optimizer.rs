//! Long lists of values in the range optimizer.

use plimsoll_model::Kind;

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// One value of the list (`MySQL` manual, "Range Optimization": about 230 bytes
/// for a predicate of a list joined by OR).
const ITEM_BYTES: u64 = 230;

/// Charges intervals up to `range_optimizer_max_mem_size`; 0 means no limit,
/// and `MariaDB` has none in bytes (`optimizer_max_sel_arg_weight` counts).
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sum = summed(view.doing(Kind::RangeOptimizer), |doing| {
        let limit = match size(doing.settings, "range_optimizer_max_mem_size") {
            0 => u64::MAX,
            limit => limit,
        };
        let wanted = doing
            .operation
            .items
            .map(|items| items.saturating_mul(ITEM_BYTES))
            .or(doing.operation.operand_bytes)
            .unwrap_or(if limit == u64::MAX { 8 << 20 } else { limit });
        let likely = wanted.min(limit);
        (likely, times(likely, 1.5))
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "range optimizer",
    each: "min(230 B × values, range_optimizer_max_mem_size)",
    parameters: &["range_optimizer_max_mem_size"],
    source: "MySQL manual, \"Range Optimization\", limiting memory use; not measured",
};
