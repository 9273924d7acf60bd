//! `JSON_ARRAYAGG` and `JSON_OBJECTAGG`: no parameter limits them.

use plimsoll_model::Kind;

use super::operations::{self, Words};
use super::view::{View, summed, times};
use crate::ledger::Ledger;

/// Charges what the load says of them; what it does not say is among what no
/// parameter limits.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sum = summed(view.doing(Kind::JsonAggregate), |doing| {
        let value = doing.operation.operand_bytes.unwrap_or(0);
        (times(value, 2.0), times(value, 3.0))
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "JSON aggregates",
    each: "the value and its text",
    parameters: &[],
    source: "item_sum.cc, Item_sum_json_array: a document in memory, serialised at the end; no parameter limits it; not measured",
};
