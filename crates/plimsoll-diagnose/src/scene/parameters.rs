//! Parameters that memory hangs on, by what they size. Knows no log.

/// Those of one operation, or one session.
pub(crate) const OPERATION: [&str; 10] = [
    "work_mem",
    "hash_mem_multiplier",
    "temp_buffers",
    "logical_decoding_work_mem",
    "sort_buffer_size",
    "join_buffer_size",
    "tmp_table_size",
    "max_heap_table_size",
    "read_buffer_size",
    "read_rnd_buffer_size",
];
pub(crate) const POOL: [&str; 5] = [
    "shared_buffers",
    "innodb_buffer_pool_size",
    "key_buffer_size",
    "aria_pagecache_buffer_size",
    "temptable_max_ram",
];
pub(crate) const UPKEEP: [&str; 4] = [
    "maintenance_work_mem",
    "autovacuum_work_mem",
    "autovacuum_max_workers",
    "innodb_sort_buffer_size",
];
pub(crate) const CROWD: [&str; 3] = [
    "max_connections",
    "thread_cache_size",
    "max_user_connections",
];

/// What a parameter of memory sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// What one operation, or one session, may take.
    Operation,
    /// What all share.
    Pool,
    /// Upkeep.
    Upkeep,
    /// How many sessions there may be.
    Crowd,
}

/// What a parameter of a bill sizes: what is none of the others is a session's.
pub(crate) fn family(name: &str) -> Family {
    if POOL.contains(&name) {
        Family::Pool
    } else if UPKEEP.contains(&name) {
        Family::Upkeep
    } else if CROWD.contains(&name) {
        Family::Crowd
    } else {
        Family::Operation
    }
}

/// Whether memory hangs on a parameter, by its name.
pub(crate) fn is_of_memory(name: &str) -> bool {
    family(name) != Family::Operation || OPERATION.contains(&name)
}
