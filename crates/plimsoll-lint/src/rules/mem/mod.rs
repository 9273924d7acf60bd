//! Memory: the bill against the limit.

mod blame;
pub(crate) mod buffer_pool_left_at_default;
pub(crate) mod connection_memory_limit_without_counting;
pub(crate) mod connection_memory_unlimited;
pub(crate) mod dedicated_server_in_a_container;
pub(crate) mod dedicated_server_overruled;
pub(crate) mod group_cache_takes_a_third;
mod mend;
pub(crate) mod open_files_eat_memory;
pub(crate) mod over_the_limit;
pub(crate) mod packets_may_fill_the_memory;
pub(crate) mod pool_in_core_files;
pub(crate) mod query_cache_on;
pub(crate) mod replica_queues_take_the_memory;
pub(crate) mod session_buffers_huge_for_all;
pub(crate) mod smaller_of_two_table_limits_wins;
pub(crate) mod temporary_files_in_memory;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &over_the_limit::OVER_THE_LIMIT,
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
