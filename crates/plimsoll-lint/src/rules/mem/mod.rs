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
mod question;
pub(crate) mod replica_queues_take_the_memory;
pub(crate) mod reserved_parallel_memory_too_large;
mod room;
pub(crate) mod session_buffers_huge_for_all;
pub(crate) mod shared_buffers_too_large;
pub(crate) mod shared_buffers_too_small;
pub(crate) mod smaller_of_two_table_limits_wins;
pub(crate) mod temp_buffers_too_large;
pub(crate) mod temporary_files_in_memory;
mod worker;

use crate::Rule;

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
