//! Scans through `read_buffer_size`.

use plimsoll_model::Kind;

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// Charges the scans' buffers: whole on `MariaDB`, next to nothing on `MySQL`,
/// whose table scans stopped caching rows.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let factor = view.costs.scan_factor;
    let sum = summed(view.doing(Kind::ScanBuffer), |doing| {
        let buffer = doing.capped_bytes(size(doing.settings, "read_buffer_size"));
        let likely = times(buffer, factor);
        (likely, times(buffer, factor * 1.3).saturating_add(64 << 10))
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "scan buffers",
    each: "read_buffer_size",
    parameters: &["read_buffer_size"],
    source: "mi_extra.c, HA_EXTRA_CACHE; measured 1.00 a byte on MariaDB, 0.06 on MySQL 9.7",
};
