//! Logs of changes, locks, backups, vacuum.

pub(super) mod backup_not_possible;
pub(super) mod dump_locks_all;
mod horizon;
pub(super) mod lock_table_full;
pub(super) mod redo_too_small;
pub(super) mod transaction_ids_run_out;
pub(super) mod vacuum_held_back;
