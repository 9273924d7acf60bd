//! The kernel and the machine: pages, files, overcommit, disks.

pub(crate) mod commit_limit_below_need;
pub(crate) mod dirty_pages_pile_up;
pub(crate) mod file_table_too_small;
pub(crate) mod files_per_process_above_limit;
pub(crate) mod huge_pages_lie_idle;
pub(crate) mod io_requests_over_the_kernels;
pub(crate) mod io_uring_forbidden;
pub(crate) mod kernel_swaps_eagerly;
pub(crate) mod large_pages_not_set_aside;
pub(crate) mod limit_above_memory;
pub(crate) mod listen_queue_cut;
pub(crate) mod native_io_switched_off;
pub(crate) mod open_files_limit_not_reached;
pub(crate) mod overcommit_without_limit;
pub(crate) mod panic_on_memory;
pub(crate) mod segment_above_shmmax;
pub(crate) mod stack_deeper_than_usual;
pub(crate) mod transparent_huge_pages_always;
pub(crate) mod zone_reclaim_on;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &open_files_limit_not_reached::OPEN_FILES_LIMIT_NOT_REACHED,
    &large_pages_not_set_aside::LARGE_PAGES_NOT_SET_ASIDE,
    &native_io_switched_off::NATIVE_IO_SWITCHED_OFF,
    &io_requests_over_the_kernels::IO_REQUESTS_OVER_THE_KERNELS,
    &overcommit_without_limit::OVERCOMMIT_WITHOUT_LIMIT,
    &commit_limit_below_need::COMMIT_LIMIT_BELOW_NEED,
    &kernel_swaps_eagerly::KERNEL_SWAPS_EAGERLY,
    &transparent_huge_pages_always::TRANSPARENT_HUGE_PAGES_ALWAYS,
    &zone_reclaim_on::ZONE_RECLAIM_ON,
    &limit_above_memory::LIMIT_ABOVE_MEMORY,
    &listen_queue_cut::LISTEN_QUEUE_CUT,
    &panic_on_memory::PANIC_ON_MEMORY,
    &huge_pages_lie_idle::HUGE_PAGES_LIE_IDLE,
    &files_per_process_above_limit::FILES_PER_PROCESS_ABOVE_LIMIT,
    &file_table_too_small::FILE_TABLE_TOO_SMALL,
    &stack_deeper_than_usual::STACK_DEEPER_THAN_USUAL,
    &io_uring_forbidden::IO_URING_FORBIDDEN,
    &segment_above_shmmax::SEGMENT_ABOVE_SHMMAX,
    &dirty_pages_pile_up::DIRTY_PAGES_PILE_UP,
];
