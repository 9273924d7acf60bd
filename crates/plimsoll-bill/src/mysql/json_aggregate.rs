//! `JSON_ARRAYAGG` and `JSON_OBJECTAGG`: no parameter of `MySQL` limits them, and
//! only the first is limited on `MariaDB`.

use plimsoll_model::Kind;

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// `MySQL` builds a document of one node a value: 6.4 to 6.7 bytes for one of
/// the text, with arrays of 1 and 8 MB of strings of 32 characters.
const DOCUMENT: f64 = 6.5;
/// `MariaDB` appends to a string, as for `GROUP_CONCAT`, whose limit it shares.
const STRING: f64 = 1.9;

/// Charges what the load says of them; what it does not say is among what no
/// parameter limits.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sum = summed(view.doing(Kind::JsonAggregate), |doing| {
        let text = doing.operation.operand_bytes.unwrap_or(0);
        if view.is_mariadb() {
            let limit = size(doing.settings, "group_concat_max_len");
            (times(text.min(limit), STRING), times(text, 3.0))
        } else {
            (times(text, DOCUMENT), times(text, DOCUMENT * 1.4))
        }
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "JSON aggregates",
    each: "6.5 × the text (MySQL: a document); 1.9 × min(text, group_concat_max_len) (MariaDB: a string)",
    parameters: &["group_concat_max_len"],
    source: "item_sum.cc, Item_sum_json_array; item_jsonfunc.h, Item_func_json_arrayagg; measured with texts of 1 and 8 MB",
};
