//! The log of changes and its checkpoints: WAL, redo log and flushing.

pub(crate) mod changed_pages_hardly_kept;
pub(crate) mod flushing_too_fast_for_the_disk;
pub(crate) mod flushing_too_slow_for_the_disk;
pub(crate) mod io_capacity_above_its_maximum;
pub(crate) mod pages_kept_twice;
pub(crate) mod pool_cold_after_a_restart;
mod redo;
pub(crate) mod redo_log_larger_than_the_disk;
pub(crate) mod redo_log_size_ignored;
pub(crate) mod redo_log_tiny_for_the_pool;
pub(crate) mod tables_flushed_all_the_time;
pub(crate) mod temporary_tablespace_unbounded;
pub(crate) mod undo_never_shrinks;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &redo_log_tiny_for_the_pool::REDO_LOG_TINY_FOR_THE_POOL,
    &redo_log_size_ignored::REDO_LOG_SIZE_IGNORED,
    &redo_log_larger_than_the_disk::REDO_LOG_LARGER_THAN_THE_DISK,
    &flushing_too_fast_for_the_disk::FLUSHING_TOO_FAST_FOR_THE_DISK,
    &flushing_too_slow_for_the_disk::FLUSHING_TOO_SLOW_FOR_THE_DISK,
    &io_capacity_above_its_maximum::IO_CAPACITY_ABOVE_ITS_MAXIMUM,
    &pages_kept_twice::PAGES_KEPT_TWICE,
    &changed_pages_hardly_kept::CHANGED_PAGES_HARDLY_KEPT,
    &undo_never_shrinks::UNDO_NEVER_SHRINKS,
    &temporary_tablespace_unbounded::TEMPORARY_TABLESPACE_UNBOUNDED,
    &pool_cold_after_a_restart::POOL_COLD_AFTER_A_RESTART,
    &tables_flushed_all_the_time::TABLES_FLUSHED_ALL_THE_TIME,
];
