//! Join buffers of `MariaDB`, all of one query within `join_buffer_space_limit`.

use plimsoll_model::Kind;

use crate::ledger::Ledger;
use crate::mysql::operations::{self, Words};
use crate::mysql::view::{Doing, Sum, View, size, times};

/// What an incremental buffer after the first fills before it is flushed: it
/// holds a pointer into the one before and only its own table's fields.
const INCREMENTAL: f64 = 0.4;

/// Charges join buffers, query by query.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let mut sum = Sum {
        count: 0,
        likely_bytes: 0,
        high_bytes: 0,
    };
    for doing in view.doing(Kind::JoinBuffer) {
        let (likely, high) = query_bytes(&doing);
        sum.count = sum.count.saturating_add(doing.count());
        sum.likely_bytes = sum
            .likely_bytes
            .saturating_add(doing.sessions.saturating_mul(likely));
        sum.high_bytes = sum
            .high_bytes
            .saturating_add(doing.sessions.saturating_mul(high));
    }
    operations::charge(ledger, &WORDS, &sum);
}

/// All join buffers of one query, likely and at most. Even levels link buffers
/// incrementally (`join_cache_level`).
fn query_bytes(doing: &Doing<'_>) -> (u64, u64) {
    let count = doing.operation.count;
    let one = doing.capped_bytes(size(doing.settings, "join_buffer_size"));
    let space = match size(doing.settings, "join_buffer_space_limit") {
        0 => u64::MAX,
        space => space,
    };
    let later = count.saturating_sub(1).saturating_mul(one);
    let incremental = doing
        .settings
        .count("join_cache_level")
        .is_none_or(|level| level % 2 == 0);
    let later = if incremental {
        times(later, INCREMENTAL)
    } else {
        later
    };
    let first = if count == 0 { 0 } else { one };
    let likely = first.saturating_add(later).min(space);
    let most = one.saturating_mul(count).min(space);
    (likely, times(most, 1.25).saturating_add(512 << 10))
}

const WORDS: Words = Words {
    what: "join buffers",
    each: "join_buffer_size, a query's together within join_buffer_space_limit",
    parameters: &[
        "join_buffer_size",
        "join_buffer_space_limit",
        "join_cache_level",
    ],
    source: "sql_join_cache.cc, JOIN_CACHE::alloc_buffer, shrink_join_buffer_in_ratio; measured 1.0 a byte for one, 1.7 for three",
};
