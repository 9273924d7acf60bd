//! Memory: the bill against the limit, and what single settings may take of it.

pub(crate) mod activity_texts_too_large;
pub(crate) mod autovacuum_memory_too_large;
pub(crate) mod autovacuum_memory_unused;
mod blame;
pub(crate) mod buffer_pool_left_at_default;
pub(crate) mod cache_above_memory;
pub(crate) mod cache_below_buffers;
pub(crate) mod connection_memory_limit_without_counting;
pub(crate) mod connection_memory_unlimited;
pub(crate) mod decoding_memory_too_large;
pub(crate) mod dedicated_server_in_a_container;
pub(crate) mod dedicated_server_overruled;
pub(crate) mod group_cache_takes_a_third;
pub(crate) mod huge_pages_too_few;
pub(crate) mod huge_pages_unused;
pub(crate) mod lock_table_too_large;
pub(crate) mod maintenance_memory_too_large;
mod mend;
pub(crate) mod one_hash_takes_most;
pub(crate) mod open_files_eat_memory;
pub(crate) mod over_the_limit;
pub(crate) mod packets_may_fill_the_memory;
pub(crate) mod parallel_memory_above_shm;
pub(crate) mod parallel_memory_on_disk;
pub(crate) mod pool_in_core_files;
pub(crate) mod query_cache_on;
pub(crate) mod replica_queues_take_the_memory;
pub(crate) mod reserved_parallel_memory_too_large;
pub(crate) mod session_buffers_huge_for_all;
pub(crate) mod shared_buffers_too_large;
pub(crate) mod shared_buffers_too_small;
pub(crate) mod smaller_of_two_table_limits_wins;
pub(crate) mod temp_buffers_too_large;
pub(crate) mod temporary_files_in_memory;

use plimsoll_model::Known;

use crate::{Input, Rule};

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &over_the_limit::OVER_THE_LIMIT,
    &huge_pages_too_few::HUGE_PAGES_TOO_FEW,
    &huge_pages_unused::HUGE_PAGES_UNUSED,
    &shared_buffers_too_large::SHARED_BUFFERS_TOO_LARGE,
    &shared_buffers_too_small::SHARED_BUFFERS_TOO_SMALL,
    &cache_below_buffers::CACHE_BELOW_BUFFERS,
    &cache_above_memory::CACHE_ABOVE_MEMORY,
    &one_hash_takes_most::ONE_HASH_TAKES_MOST,
    &autovacuum_memory_too_large::AUTOVACUUM_MEMORY_TOO_LARGE,
    &maintenance_memory_too_large::MAINTENANCE_MEMORY_TOO_LARGE,
    &autovacuum_memory_unused::AUTOVACUUM_MEMORY_UNUSED,
    &temp_buffers_too_large::TEMP_BUFFERS_TOO_LARGE,
    &decoding_memory_too_large::DECODING_MEMORY_TOO_LARGE,
    &activity_texts_too_large::ACTIVITY_TEXTS_TOO_LARGE,
    &lock_table_too_large::LOCK_TABLE_TOO_LARGE,
    &parallel_memory_above_shm::PARALLEL_MEMORY_ABOVE_SHM,
    &parallel_memory_on_disk::PARALLEL_MEMORY_ON_DISK,
    &reserved_parallel_memory_too_large::RESERVED_PARALLEL_MEMORY_TOO_LARGE,
    &buffer_pool_left_at_default::BUFFER_POOL_LEFT_AT_DEFAULT,
    &dedicated_server_in_a_container::DEDICATED_SERVER_IN_A_CONTAINER,
    &session_buffers_huge_for_all::SESSION_BUFFERS_HUGE_FOR_ALL,
    &temporary_files_in_memory::TEMPORARY_FILES_IN_MEMORY,
    &smaller_of_two_table_limits_wins::SMALLER_OF_TWO_TABLE_LIMITS_WINS,
    &query_cache_on::QUERY_CACHE_ON,
    &group_cache_takes_a_third::GROUP_CACHE_TAKES_A_THIRD,
    &connection_memory_limit_without_counting::CONNECTION_MEMORY_LIMIT_WITHOUT_COUNTING,
    &connection_memory_unlimited::CONNECTION_MEMORY_UNLIMITED,
    &open_files_eat_memory::OPEN_FILES_EAT_MEMORY,
    &dedicated_server_overruled::DEDICATED_SERVER_OVERRULED,
    &replica_queues_take_the_memory::REPLICA_QUEUES_TAKE_THE_MEMORY,
    &pool_in_core_files::POOL_IN_CORE_FILES,
    &packets_may_fill_the_memory::PACKETS_MAY_FILL_THE_MEMORY,
];

/// What the server has to live in, if anyone said.
fn ceiling(input: &Input<'_>) -> Option<u64> {
    input.facts.ceiling_bytes().get().copied()
}

/// What its shared buffers come out of: huge pages are not charged to a limit.
fn memory_of_buffers(input: &Input<'_>) -> Option<u64> {
    if input.settings.is_on("huge_pages") == Some(true) {
        return input.facts.memory_bytes.get().copied();
    }
    ceiling(input)
}

/// What is left beside `shared_buffers`.
fn room(input: &Input<'_>) -> Option<u64> {
    let buffers = input.settings.bytes("shared_buffers")?;
    let in_huge_pages = input.settings.is_on("huge_pages") == Some(true);
    match (&input.facts.limit_bytes, in_huge_pages) {
        (Known::Known(limit, _), true) => Some(*limit),
        (_, _) => Some(ceiling(input)?.saturating_sub(buffers)),
    }
}

/// What one hash may take in one process; `hash_mem_multiplier` came with 13.
fn hash_bytes(input: &Input<'_>) -> u64 {
    let work_mem = input.settings.bytes("work_mem").unwrap_or(0);
    let multiplier = input.settings.real("hash_mem_multiplier").unwrap_or(1.0);
    (work_mem as f64 * multiplier) as u64
}

/// Parallel workers that one node of a plan may have.
fn workers_a_node(input: &Input<'_>) -> u64 {
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
fn autovacuum_bytes(input: &Input<'_>) -> u64 {
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
fn autovacuum_workers(input: &Input<'_>) -> u64 {
    let names = ["autovacuum_max_workers", "autovacuum_worker_slots"];
    let counts = names
        .into_iter()
        .filter_map(|name| input.settings.count(name));
    counts.min().unwrap_or(0)
}
