//! The server before anyone connects: program, dictionary, background threads,
//! and what the first statements of each kind leave behind.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Charges the process.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let start = view.costs.start_bytes;
    let first = view.costs.first_use_bytes;
    ledger.charge(
        Entry {
            what: "server process",
            who: Who::Server,
            count: 1,
            range: Range::new(
                start,
                start.saturating_add(first),
                times(start.saturating_add(first), 1.25),
            ),
            parameters: &[],
            source: "measured: idle_bytes of 100 starts a series, less the terms below (truth/README.md, Start-up)",
            pool: Pool::Limit,
        },
        || format!("{} after start + {} on first use", Bytes(start), Bytes(first)),
    );
}
