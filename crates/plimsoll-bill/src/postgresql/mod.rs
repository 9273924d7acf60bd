//! `PostgreSQL` 12 to 18: one file a term, each term on its own mechanism.
//!
//! Every term says what it costs in `low`, `likely` and `high`; none looks at
//! the limit and none knows another's result, except that the operations ask
//! [`parallel`] how many workers there are to go round.

mod amount;
mod background;
mod buffers;
mod evidence;
mod hash_aggregate;
mod hash_join;
mod index_build;
mod jit;
mod knobs;
mod levers;
mod maintenance;
mod operations;
mod parallel;
mod process;
mod replication;
mod session;
mod shared_memory;
mod sort;
mod spill;
mod temp_table;
#[cfg(test)]
mod tests;

use plimsoll_model::{InForce, Kind, Operation, Profile};

use crate::case::Case;
use crate::ledger::Ledger;
use crate::profile::filling;

pub(crate) use background::background_processes;
pub(crate) use evidence::{evidence, unbounded};
pub(crate) use knobs::Knobs;
pub(crate) use levers::changes;

/// Charges everything the case takes.
pub(crate) fn charge(case: &Case<'_>, knobs: &Knobs, ledger: &mut Ledger) {
    let buffers = buffers::filled(case, knobs);
    shared_memory::charge(case, knobs, &buffers, ledger);
    background::charge(case, knobs, ledger);
    session::charge(case, knobs, &buffers, ledger);
    operations::charge(case, knobs, ledger);
    maintenance::charge(case, knobs, ledger);
    replication::charge(case, knobs, ledger);
}

/// `max_connections` less what is kept for superusers and reserved roles.
pub(crate) fn sessions_allowed(settings: &InForce) -> u64 {
    let count = |name, default| settings.count(name).unwrap_or(default);
    count("max_connections", 100)
        .saturating_sub(count("superuser_reserved_connections", 3))
        .saturating_sub(count("reserved_connections", 0))
}

/// What one active session of a profile does.
pub(crate) fn operations_of(profile: Profile, settings: &InForce) -> Vec<Operation> {
    let workers = settings
        .count("max_parallel_workers_per_gather")
        .unwrap_or(2);
    match profile {
        Profile::Oltp => vec![Operation {
            operand_bytes: Some(256 << 10),
            ..Operation::one(Kind::Sort)
        }],
        Profile::Mixed => vec![filling(Kind::Sort, 1, 0), filling(Kind::HashJoin, 1, 0)],
        Profile::Analytics => vec![
            filling(Kind::Sort, 2, workers),
            filling(Kind::HashJoin, 2, workers),
        ],
    }
}
