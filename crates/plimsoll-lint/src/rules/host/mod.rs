//! The kernel and the machine: pages, files, overcommit, disks.

pub(crate) mod io_requests_over_the_kernels;
pub(crate) mod large_pages_not_set_aside;
pub(crate) mod native_io_switched_off;
pub(crate) mod open_files_limit_not_reached;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &open_files_limit_not_reached::OPEN_FILES_LIMIT_NOT_REACHED,
    &large_pages_not_set_aside::LARGE_PAGES_NOT_SET_ASIDE,
    &native_io_switched_off::NATIVE_IO_SWITCHED_OFF,
    &io_requests_over_the_kernels::IO_REQUESTS_OVER_THE_KERNELS,
];
