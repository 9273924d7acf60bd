//! Disks: full, or failed.

pub(super) mod archive_fails;
pub(super) mod binary_logs_fill_disk;
pub(super) mod data_fills_disk;
pub(super) mod disk_failed;
pub(super) mod slot_holds_wal;
pub(super) mod temporary_files_fill_disk;
