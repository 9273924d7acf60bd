//! The table of locks is full.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ClientSignal, ServerSignal};
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
    /// number of locks exceeds the lock table size` (error 1206 of clients), `Over 67 percent
    /// of the buffer pool is occupied by lock heaps`; at 95 the server ends itself.
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
    let heaps = |full| {
        story.servers_said(
            move |said| matches!(said, ServerSignal::LockHeap { is_full } if *is_full == full),
        )
    };
    let (full, near) = (heaps(true), heaps(false));
    let told = story.clients().filter(|(_, said)| match said {
        ClientSignal::LockTableFull { parameter } => {
            named = named.or(Some(parameter));
            true
        }
        _ => false,
    });
    let told: Vec<_> = told.map(|(signal, _)| signal).collect();
    if said.is_empty() && full.is_empty() && near.is_empty() && told.is_empty() {
        return None;
    }
    let usual = if story.is_of_mysql() {
        "innodb_buffer_pool_size"
    } else {
        "max_locks_per_transaction"
    };
    let last = said
        .iter()
        .filter_map(|signal| signal.until.or(signal.at))
        .max();
    let refused = story.servers_said(|said| matches!(said, ServerSignal::StartRefused(_)));
    let is_down = refused.iter().any(|signal| signal.at > last);
    let message = "the table of locks is full: raise the parameter it hangs on, or touch fewer tables and rows in one transaction";
    let weighed = Weighed::new(message)
        .blames(&[named.unwrap_or(usual)])
        .shown(Weight::Proof, said)
        .shown(Weight::Proof, full)
        .shown(Weight::Strong, near)
        .shown(Weight::Strong, told)
        .against(
            Weight::Strong,
            is_down,
            "a start was refused behind it: that is what keeps the server down",
        );
    Some(weighed)
}
