//! Limits of the kernel or of the runtime that are not memory.

pub(super) mod async_io_exhausted;
pub(super) mod huge_pages_missing;
pub(super) mod ipc_lacking;
pub(super) mod memory_overcommit_refused;
pub(super) mod open_files_exhausted;
pub(super) mod process_limit_reached;
pub(super) mod shared_memory_device_full;
