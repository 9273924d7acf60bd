//! Prepared statements kept by sessions.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Charges parse trees and plans that stay with their statements.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let most = view.size("max_prepared_stmt_count");
    let statements = view
        .sum_sessions(|group| group.prepared_statements)
        .min(most);
    let likely = statements.saturating_mul(view.costs.prepared_bytes);
    ledger.charge(
        Entry {
            what: "prepared statements",
            who: Who::Session,
            count: statements,
            range: Range::new(times(likely, 0.8), likely, times(likely, 1.6)),
            parameters: &["max_prepared_stmt_count"],
            source: "sql_prepare.cc: a memory root of its own for each; measured with 10 to 60 a session",
            pool: Pool::Limit,
        },
        || format!("{statements} × {}", Bytes(view.costs.prepared_bytes)),
    );
}
