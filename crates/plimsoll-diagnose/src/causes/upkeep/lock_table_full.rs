//! The table of locks is full.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// `PostgreSQL` holds locks in shared memory, `max_locks_per_transaction` times the
    /// sessions; a dump of, or a query over, thousands of partitions needs more. `InnoDB`
    /// keeps row locks in the buffer pool.
    ///
    /// ## How it shows
    ///
    /// `out of shared memory` with the hint on `max_locks_per_transaction`, `The total
    /// number of locks exceeds the lock table size`.
    ///
    /// ## What speaks against it
    ///
    /// A full /dev/shm, which is named.
    ///
    /// ## What to do
    ///
    /// Raise `max_locks_per_transaction` (a restart), or touch fewer tables in one
    /// transaction; a larger buffer pool in MySQL.
    LOCK_TABLE_FULL {
        name: "lock-table-full",
        class: LockTableConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let mut named = None;
    let said = story.server().filter(|(_, said)| match said {
        ServerSignal::LockTableFull { parameter } => {
            named = named.or(*parameter);
            true
        }
        _ => false,
    });
    let said: Vec<_> = said.map(|(signal, _)| signal).collect();
    if said.is_empty() {
        return None;
    }
    let last = said
        .iter()
        .filter_map(|signal| signal.until.or(signal.at))
        .max();
    let refused = story.servers_said(|said| matches!(said, ServerSignal::StartRefused(_)));
    let is_down = refused.iter().any(|signal| signal.at > last);
    let message = "the table of locks is full: raise the parameter it hangs on, or touch fewer tables and rows in one transaction";
    let weighed = Weighed::new(message)
        .blames(&[named.unwrap_or("max_locks_per_transaction")])
        .shown(Weight::Proof, said)
        .against(
            Weight::Strong,
            is_down,
            "a start was refused behind it: that is what keeps the server down",
        );
    Some(weighed)
}
