//! What one process may take for its work, and how many there are.

use crate::Input;

/// What one hash may take in one process; `hash_mem_multiplier` came with 13.
pub(super) fn hash_bytes(input: &Input<'_>) -> u64 {
    let work_mem = input.settings.bytes("work_mem").unwrap_or(0);
    let multiplier = input.settings.real("hash_mem_multiplier").unwrap_or(1.0);
    (work_mem as f64 * multiplier) as u64
}

/// Parallel workers that one node of a plan may have.
pub(super) fn workers_a_node(input: &Input<'_>) -> u64 {
    let names = [
        "max_parallel_workers_per_gather",
        "max_parallel_workers",
        "max_worker_processes",
    ];
    let counts = names
        .into_iter()
        .filter_map(|name| input.settings.count(name));
    counts.min().unwrap_or(0)
}

/// What one autovacuum worker may take: before 17 the list of dead rows is an
/// array of at most 1 GB (vacuumlazy.c).
pub(super) fn autovacuum_bytes(input: &Input<'_>) -> u64 {
    let own = input.settings.bytes("autovacuum_work_mem");
    let given = own.or_else(|| input.settings.bytes("maintenance_work_mem"));
    let given = given.unwrap_or(0);
    if input.settings.series.major >= 17 {
        given
    } else {
        given.min(1 << 30)
    }
}

/// Autovacuum workers at once; from 18 on never more than there are slots.
pub(super) fn autovacuum_workers(input: &Input<'_>) -> u64 {
    let names = ["autovacuum_max_workers", "autovacuum_worker_slots"];
    let counts = names
        .into_iter()
        .filter_map(|name| input.settings.count(name));
    counts.min().unwrap_or(0)
}
