//! Hash joins of `MySQL`; block nested loops, which spill nothing, in 5.7.

use plimsoll_model::{Kind, Version};

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// Buffers of the chunk files that a hash join spills to, both inputs together
/// (`hash_join_iterator.cc`: up to 128 chunks a side, an `IO_CACHE` each).
const SPILL_BYTES: u64 = 2560 << 10;

/// Charges joins without an index.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sum = summed(view.doing(Kind::JoinBuffer), |doing| {
        let buffer = size(doing.settings, "join_buffer_size");
        let rows = doing.capped_bytes(buffer);
        let spills = doing
            .operation
            .operand_bytes
            .is_none_or(|operand| operand > buffer);
        let files = if view.series() < Version::new(8, 0) {
            0
        } else if spills {
            SPILL_BYTES
        } else {
            SPILL_BYTES / 8
        };
        let likely = times(rows, 1.1).saturating_add(files);
        (
            likely,
            times(rows, 1.6).saturating_add(files.saturating_mul(2)),
        )
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "join buffers",
    each: "(1.1 × min(rows, join_buffer_size) + 2.5 MB where it spills)",
    parameters: &["join_buffer_size"],
    source: "hash_join_iterator.cc, HashJoinIterator: hash table up to join_buffer_size, then chunk files with a buffer each; measured 1.07 a byte + 2.5 MB a join",
};
