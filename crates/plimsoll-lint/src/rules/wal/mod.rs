//! The log of changes and its checkpoints: WAL, redo log and flushing.

pub(crate) mod background_writer_off;
pub(crate) mod changed_pages_hardly_kept;
pub(crate) mod checkpoint_rushed;
pub(crate) mod checkpoint_warning_off;
pub(crate) mod checkpoints_frequent;
pub(crate) mod checkpoints_rare;
pub(crate) mod commit_waits;
pub(crate) mod flushing_too_fast_for_the_disk;
pub(crate) mod flushing_too_slow_for_the_disk;
pub(crate) mod io_capacity_above_its_maximum;
mod kept;
pub(crate) mod max_wal_size_small;
pub(crate) mod min_above_max;
pub(crate) mod pages_kept_twice;
pub(crate) mod pool_cold_after_a_restart;
pub(crate) mod redo;
pub(crate) mod redo_log_larger_than_the_disk;
pub(crate) mod redo_log_size_ignored;
pub(crate) mod redo_log_tiny_for_the_pool;
pub(crate) mod slot_wal_short;
pub(crate) mod slot_wal_unbounded;
pub(crate) mod tables_flushed_all_the_time;
pub(crate) mod temporary_tablespace_unbounded;
pub(crate) mod undo_never_shrinks;
pub(crate) mod wal_above_disk;
pub(crate) mod wal_buffers_small;
pub(crate) mod wal_files_made_anew;
pub(crate) mod wal_summaries_kept;
pub(crate) mod wal_uncompressed;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &max_wal_size_small::MAX_WAL_SIZE_SMALL,
    &wal_above_disk::WAL_ABOVE_DISK,
    &min_above_max::MIN_ABOVE_MAX,
    &checkpoint_rushed::CHECKPOINT_RUSHED,
    &checkpoints_frequent::CHECKPOINTS_FREQUENT,
    &checkpoints_rare::CHECKPOINTS_RARE,
    &checkpoint_warning_off::CHECKPOINT_WARNING_OFF,
    &slot_wal_unbounded::SLOT_WAL_UNBOUNDED,
    &slot_wal_short::SLOT_WAL_SHORT,
    &commit_waits::COMMIT_WAITS,
    &wal_buffers_small::WAL_BUFFERS_SMALL,
    &background_writer_off::BACKGROUND_WRITER_OFF,
    &wal_summaries_kept::WAL_SUMMARIES_KEPT,
    &wal_uncompressed::WAL_UNCOMPRESSED,
    &wal_files_made_anew::WAL_FILES_MADE_ANEW,
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
