//! The planner and the processors: costs, methods, parallelism.

pub(crate) mod constraint_exclusion_off;
pub(crate) mod deadlocks_waited_out;
pub(crate) mod few_threads_in_innodb;
pub(crate) mod gather_above_parallel_workers;
pub(crate) mod generic_plans_forced;
pub(crate) mod io_concurrency_of_other_storage;
pub(crate) mod io_method_sync;
pub(crate) mod io_workers_few;
pub(crate) mod jit_for_every_query;
pub(crate) mod jit_with_short_queries;
pub(crate) mod join_order_as_written;
pub(crate) mod join_orders_all_tried;
pub(crate) mod join_search_unbounded;
pub(crate) mod lock_waits_without_end;
pub(crate) mod parallel_cost_zero;
pub(crate) mod parallel_workers_above_cpus;
pub(crate) mod parallel_workers_capped;
pub(crate) mod planner_cost_zero;
pub(crate) mod planner_method_off;
pub(crate) mod random_page_cost_for_disks;
pub(crate) mod seq_page_dearer_than_random;
pub(crate) mod sessions_begin_in_a_transaction;
pub(crate) mod statements_cut_short_for_all;
pub(crate) mod statistics_not_kept;
pub(crate) mod statistics_target_extreme;
pub(crate) mod synchronised_scans_off;
pub(crate) mod transactions_chained_for_all;
pub(crate) mod uncommitted_rows_read;
pub(crate) mod updates_wait_for_readers;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &deadlocks_waited_out::DEADLOCKS_WAITED_OUT,
    &uncommitted_rows_read::UNCOMMITTED_ROWS_READ,
    &sessions_begin_in_a_transaction::SESSIONS_BEGIN_IN_A_TRANSACTION,
    &lock_waits_without_end::LOCK_WAITS_WITHOUT_END,
    &statistics_not_kept::STATISTICS_NOT_KEPT,
    &join_orders_all_tried::JOIN_ORDERS_ALL_TRIED,
    &few_threads_in_innodb::FEW_THREADS_IN_INNODB,
    &statements_cut_short_for_all::STATEMENTS_CUT_SHORT_FOR_ALL,
    &transactions_chained_for_all::TRANSACTIONS_CHAINED_FOR_ALL,
    &updates_wait_for_readers::UPDATES_WAIT_FOR_READERS,
    &planner_method_off::PLANNER_METHOD_OFF,
    &random_page_cost_for_disks::RANDOM_PAGE_COST_FOR_DISKS,
    &seq_page_dearer_than_random::SEQ_PAGE_DEARER_THAN_RANDOM,
    &planner_cost_zero::PLANNER_COST_ZERO,
    &parallel_cost_zero::PARALLEL_COST_ZERO,
    &parallel_workers_capped::PARALLEL_WORKERS_CAPPED,
    &gather_above_parallel_workers::GATHER_ABOVE_PARALLEL_WORKERS,
    &parallel_workers_above_cpus::PARALLEL_WORKERS_ABOVE_CPUS,
    &jit_for_every_query::JIT_FOR_EVERY_QUERY,
    &jit_with_short_queries::JIT_WITH_SHORT_QUERIES,
    &io_concurrency_of_other_storage::IO_CONCURRENCY_OF_OTHER_STORAGE,
    &statistics_target_extreme::STATISTICS_TARGET_EXTREME,
    &join_search_unbounded::JOIN_SEARCH_UNBOUNDED,
    &join_order_as_written::JOIN_ORDER_AS_WRITTEN,
    &generic_plans_forced::GENERIC_PLANS_FORCED,
    &constraint_exclusion_off::CONSTRAINT_EXCLUSION_OFF,
    &io_method_sync::IO_METHOD_SYNC,
    &io_workers_few::IO_WORKERS_FEW,
    &synchronised_scans_off::SYNCHRONISED_SCANS_OFF,
];
