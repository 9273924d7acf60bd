//! What a case comes to, without its lines, and what that says against a limit.

use plimsoll_model::{Range, Verdict};

use crate::case::Case;
use crate::engine;
use crate::ledger::Ledger;

/// What a total says against a limit.
pub(crate) fn verdict(total: Range, limit_bytes: Option<&u64>) -> Verdict {
    match limit_bytes {
        None => Verdict::Unknown,
        Some(limit) if total.likely_bytes > *limit => Verdict::Over,
        Some(limit) if total.high_bytes > *limit => Verdict::AtRisk,
        Some(_) => Verdict::Within,
    }
}

/// The totals of a case, without its lines.
pub(crate) fn total(case: &Case<'_>) -> Range {
    let mut ledger = Ledger::sums();
    engine::charge(case, &engine::knobs(case.settings), &mut ledger);
    ledger.total
}
