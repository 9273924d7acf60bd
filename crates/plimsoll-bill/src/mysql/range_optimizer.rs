//! Long lists of values in the range optimizer.

use plimsoll_model::Kind;

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// One value in the range optimizer's intervals (the manual's "Range
/// Optimization" says about 230 bytes; 340 measured with a list of 50,000).
const INTERVAL_BYTES: u64 = 340;
/// One value in the statement's own tree, which nothing limits but the packet.
const PARSED_BYTES: u64 = 250;
/// The same on `MariaDB` with what it keeps of the intervals, which
/// `optimizer_max_sel_arg_weight` limits by number.
const PARSED_MARIADB_BYTES: u64 = 320;

/// Charges the parsed list, and on `MySQL` intervals up to
/// `range_optimizer_max_mem_size`; 0 means no limit.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sum = summed(view.doing(Kind::RangeOptimizer), |doing| {
        let limit = match size(doing.settings, "range_optimizer_max_mem_size") {
            0 => u64::MAX,
            limit => limit,
        };
        let (intervals, parsed) = match (doing.operation.items, doing.operation.operand_bytes) {
            (Some(items), _) if view.is_mariadb() => {
                (0, items.saturating_mul(PARSED_MARIADB_BYTES))
            }
            (Some(items), _) => (
                items.saturating_mul(INTERVAL_BYTES),
                items.saturating_mul(PARSED_BYTES),
            ),
            (None, Some(operand)) => (operand, 0),
            (None, None) => (limit.min(UNSAID_BYTES), 0),
        };
        let likely = intervals.min(limit).saturating_add(parsed);
        (likely, times(likely, 1.5))
    });
    operations::charge(ledger, &WORDS, &sum);
}

/// What a list takes that nobody sized: `MySQL`'s default limit.
const UNSAID_BYTES: u64 = 8 << 20;

const WORDS: Words = Words {
    what: "range optimizer",
    each: "250 B × values + min(340 B × values, range_optimizer_max_mem_size); 320 B × values on MariaDB",
    parameters: &["range_optimizer_max_mem_size"],
    source: "MySQL manual, \"Range Optimization\", limiting memory use; measured with a list of 50,000 values, with the limit and without",
};
