//! Bulk inserts into `MyISAM` and Aria.

use plimsoll_model::Kind;

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// Charges the trees of index entries.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sum = summed(view.doing(Kind::BulkInsert), |doing| {
        let tree = doing.capped_bytes(size(doing.settings, "bulk_insert_buffer_size"));
        (tree, times(tree, 1.3))
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "bulk insert trees",
    each: "min(rows, bulk_insert_buffer_size)",
    parameters: &["bulk_insert_buffer_size"],
    source: "MySQL and MariaDB manuals, bulk_insert_buffer_size; mi_write.c, mi_init_bulk_insert; not measured",
};
