//! How far two runs of the same case lie apart.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::view::times;
use crate::ledger::{Entry, Ledger};

/// Part of the whole that neither settings nor load decide: where blocks of
/// finished statements lie in their arenas, what background threads do at that
/// moment.
const SPREAD: f64 = 0.05;

/// Charges it to the bound alone. Comes last: it is a part of the sum so far.
pub(crate) fn charge(ledger: &mut Ledger) {
    let whole = ledger.total.likely_bytes;
    ledger.charge(
        Entry {
            what: "spread between runs",
            who: Who::Server,
            count: 1,
            range: Range::new(0, 0, times(whole, SPREAD)),
            parameters: &[],
            source: "measured: runs of one case repeated differ by 1.3 % (median), some by 5 % (truth/README.md)",
            pool: Pool::Limit,
        },
        || format!("up to 5 % of {}", Bytes(whole)),
    );
}
