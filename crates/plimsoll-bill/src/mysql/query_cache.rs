//! The query cache: `MariaDB`, and `MySQL` before 8.0.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Charges what results fill.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let off = view.case.settings.is_on("query_cache_type") == Some(false)
        || view.case.settings.int("query_cache_type") == Some(0);
    let size = view.size("query_cache_size");
    if size == 0 || off {
        return;
    }
    let filled = view.case.query_cache_bytes.unwrap_or(size).min(size);
    ledger.charge(
        Entry {
            what: "query cache",
            who: Who::Server,
            count: 1,
            range: Range::new(0, filled, times(size, 1.05)),
            parameters: &["query_cache_size", "query_cache_type"],
            source: "sql_cache.cc, Query_cache::init_cache: one block of query_cache_size, touched as results fill it",
            pool: Pool::Limit,
        },
        || format!("{} of results in {}", Bytes(filled), Bytes(size)),
    );
}
