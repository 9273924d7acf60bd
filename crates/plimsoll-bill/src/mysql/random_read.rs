//! Rowid-ordered reads (multi-range read and sorted row pointers).

use plimsoll_model::Kind;

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// Charges rowid buffers: `mrr_buffer_size` on `MariaDB`, `read_rnd_buffer_size`
/// on `MySQL`.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let name = if view.is_mariadb() {
        "mrr_buffer_size"
    } else {
        "read_rnd_buffer_size"
    };
    let factor = view.costs.random_read_factor;
    let sum = summed(view.doing(Kind::RandomReadBuffer), |doing| {
        let buffer = doing.capped_bytes(size(doing.settings, name));
        (
            times(buffer, factor),
            times(buffer, 1.2).saturating_add(256 << 10),
        )
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "rowid buffers",
    each: "min(row pointers, mrr_buffer_size or read_rnd_buffer_size)",
    parameters: &["read_rnd_buffer_size", "mrr_buffer_size"],
    source: "handler.cc / multi_range_read.cc, DsMrr_impl: row pointers up to the buffer; measured 0.4 to 0.5 a byte of it",
};
