//! The planner and the processors: costs, methods, parallelism.

pub(crate) mod deadlocks_waited_out;
pub(crate) mod few_threads_in_innodb;
pub(crate) mod join_orders_all_tried;
pub(crate) mod lock_waits_without_end;
pub(crate) mod sessions_begin_in_a_transaction;
pub(crate) mod statements_cut_short_for_all;
pub(crate) mod statistics_not_kept;
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
];
