//! `MySQL`'s terms, and those that `MariaDB` shares with it: one file each.

pub(crate) mod allocator;
mod binlog_cache;
pub(crate) mod buffer_pool;
mod bulk_insert;
mod costs;
mod ddl_sort;
mod evidence;
mod group_concat;
mod join_buffer;
mod json_aggregate;
pub(crate) mod key_buffer;
mod levers;
pub(crate) mod limits;
mod log_buffer;
mod memory_table;
pub(crate) mod operations;
mod packet;
pub(crate) mod performance_schema;
pub(crate) mod prepared;
#[cfg(test)]
mod properties;
pub(crate) mod query_cache;
mod random_read;
mod range_optimizer;
pub(crate) mod replication;
mod scan_buffer;
#[cfg(test)]
mod score;
pub(crate) mod sessions;
pub(crate) mod sort;
pub(crate) mod spread;
pub(crate) mod startup;
pub(crate) mod table_cache;
mod temp_table;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub(crate) mod view;

use plimsoll_model::{InForce, Kind, Operation, Profile};

pub(crate) use evidence::{evidence, unbounded};
pub(crate) use levers::changes;
use view::View;

use crate::case::Case;
use crate::ledger::Ledger;
use crate::profile::filling;

/// Charges everything the case takes.
pub(crate) fn charge(case: &Case<'_>, ledger: &mut Ledger) {
    let view = &View::of(case);
    startup::charge(view, ledger);
    allocator::charge(view, ledger);
    buffer_pool::charge(view, ledger);
    log_buffer::charge(view, ledger);
    key_buffer::charge(view, ledger);
    query_cache::charge(view, ledger);
    performance_schema::charge(view, ledger);
    replication::charge(view, ledger);
    table_cache::charge(view, ledger);
    sessions::charge(view, ledger);
    prepared::charge(view, ledger);
    sort::charge(view, ledger);
    join_buffer::charge(view, ledger);
    temp_table::charge(view, ledger);
    charge_shared_operations(view, ledger);
    spread::charge(ledger);
}

/// Charges the operations that both engines do alike.
pub(crate) fn charge_shared_operations(view: &View<'_>, ledger: &mut Ledger) {
    memory_table::charge(view, ledger);
    scan_buffer::charge(view, ledger);
    random_read::charge(view, ledger);
    binlog_cache::charge(view, ledger);
    bulk_insert::charge(view, ledger);
    group_concat::charge(view, ledger);
    packet::charge(view, ledger);
    range_optimizer::charge(view, ledger);
    json_aggregate::charge(view, ledger);
    ddl_sort::charge(view, ledger);
}

/// `max_connections`; one more is kept for an administrator.
pub(crate) fn sessions_allowed(settings: &InForce) -> u64 {
    settings.count("max_connections").unwrap_or(151)
}

/// What one active session of a profile does.
pub(crate) fn operations_of(profile: Profile, _settings: &InForce) -> Vec<Operation> {
    match profile {
        Profile::Oltp => vec![Operation {
            operand_bytes: Some(256 << 10),
            ..Operation::one(Kind::Sort)
        }],
        Profile::Mixed => vec![filling(Kind::Sort, 1, 0), filling(Kind::JoinBuffer, 1, 0)],
        Profile::Analytics => vec![filling(Kind::Sort, 2, 0), filling(Kind::JoinBuffer, 2, 0)],
    }
}
