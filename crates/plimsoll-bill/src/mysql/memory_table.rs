//! Tables of the MEMORY engine.

use plimsoll_model::Kind;

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// Charges rows up to `max_heap_table_size`.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let factor = view.costs.memory_table_factor;
    let sum = summed(view.doing(Kind::MemoryTable), |doing| {
        let rows = doing.capped_bytes(size(doing.settings, "max_heap_table_size"));
        (
            times(rows, factor),
            times(rows, 1.35).saturating_add(256 << 10),
        )
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "MEMORY tables",
    each: "min(rows, max_heap_table_size)",
    parameters: &["max_heap_table_size"],
    source: "heap/hp_block.c: blocks of rows until max_heap_table_size; measured 0.87 (MySQL) and 1.02 (MariaDB) a byte of the rows",
};
