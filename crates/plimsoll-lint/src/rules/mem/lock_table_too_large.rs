//! A lock table that takes a tenth of the memory.

use plimsoll_model::Bytes;

use super::room::ceiling;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_locks_per_transaction` (or `max_pred_locks_per_transaction`) times the sessions
    /// and prepared transactions allowed, at the size of a lock slot, above a tenth of the
    /// memory that the server may have.
    ///
    /// ## Why it matters
    ///
    /// The table is sized at start for every session that could come, each with that many
    /// locks. It is a sum over the server and not a bound of one session, so raising it for
    /// one dump with many partitions costs it `max_connections` times.
    ///
    /// ## Example
    ///
    /// `max_locks_per_transaction = 4096` with `max_connections = 2000`: over 3 GB of shared
    /// memory.
    ///
    /// ## What to do instead
    ///
    /// The number of locks that are held at once on the whole server, over `max_connections`,
    /// with some room. Fewer `max_connections` behind a pooler make the same table smaller.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Lock Management", `max_locks_per_transaction`
    /// - `LockShmemSize` (lock.c), `PredicateLockShmemSize` (predicate.c); sizes as in the
    ///   memory bill
    LOCK_TABLE_TOO_LARGE {
        postgresql: Some("PG-MEM-015"),
        mysql: None,
        name: "lock-table-too-large",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// A lock and two holders (lock.c), and a predicate lock's share (predicate.c):
/// `postgres -C shared_memory_size` by one slot more, 15 to 18.
const LOCK_BYTES: u64 = 390;
const PREDICATE_LOCK_BYTES: u64 = 230;

fn look(input: &Input<'_>) -> Answer {
    let names = [
        "max_locks_per_transaction",
        "max_pred_locks_per_transaction",
    ];
    let count = |name| input.settings.count(name).unwrap_or(0);
    let holders = count("max_connections") + count("max_prepared_transactions");
    let slots = [count(names[0]), count(names[1])].map(|each| each.saturating_mul(holders));
    let locks = slots[0].saturating_mul(LOCK_BYTES);
    let all = locks.saturating_add(slots[1].saturating_mul(PREDICATE_LOCK_BYTES));
    let blamed: Vec<&str> = names
        .into_iter()
        .filter(|name| input.is_set(name))
        .collect();
    let Some(memory) = ceiling(input).filter(|memory| all > memory / 10 && !blamed.is_empty())
    else {
        return Answer::QUIET;
    };
    let message = format!(
        "the lock tables for {holders} sessions and prepared transactions take about {} of {}",
        Bytes(all),
        Bytes(memory)
    );
    Found::info(message)
        .blames(input, &blamed)
        .weighs(input, "max_connections")
        .against_memory(input)
        .into()
}
