//! Operations whose mechanism both engines share: one line each.

use plimsoll_model::{Kind, Pool, Range, Who};

use super::view::{Sum, View};
use crate::ledger::{Entry, Ledger};

/// The words of a line for one kind of operation.
pub(crate) struct Words {
    /// What takes the memory.
    pub(crate) what: &'static str,
    /// One of them, in the formula.
    pub(crate) each: &'static str,
    /// Parameters that move it.
    pub(crate) parameters: &'static [&'static str],
    /// Where the mechanism stands.
    pub(crate) source: &'static str,
}

/// Charges what the operations of one kind take together.
pub(crate) fn charge(ledger: &mut Ledger, words: &Words, sum: &Sum) {
    let count = sum.count;
    ledger.charge(
        Entry {
            what: words.what,
            who: Who::Operation,
            count,
            range: Range::new(0, sum.likely_bytes, sum.high_bytes),
            parameters: words.parameters,
            source: words.source,
            pool: Pool::Limit,
        },
        || format!("{count} × {}", words.each),
    );
}

/// Whether the load has any operation of a kind.
pub(crate) fn has(view: &View<'_>, kind: Kind) -> bool {
    view.doing(kind).any(|doing| doing.count() > 0)
}
