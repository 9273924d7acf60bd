//! Processes that crashed or hung, and the kernel itself.

use super::words::leading;
use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{KernelSignal, Said};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // arch/x86/mm/fault.c, `show_signal_msg`.
    Phrase {
        needle: ": segfault at ",
        read: |record| {
            let (process, rest) = record.message.split_once(": segfault at ")?;
            crashed(process, rest)
        },
    },
    // arch/arm64/kernel/traps.c, `arm64_show_signal`; to 4.16 mm/fault.c, `__do_user_fault`.
    Phrase {
        needle: "]: unhandled ",
        read: |record| {
            let (process, what) = record.message.split_once(": unhandled ")?;
            let is_fault = what.contains("fault") || what.starts_with("exception: ");
            is_fault.then(|| crashed(process, what)).flatten()
        },
    },
    // arch/powerpc/kernel/traps.c, `show_signal_msg`.
    Phrase {
        needle: "]: segfault (11) at ",
        read: |record| {
            let (process, rest) = record.message.split_once(": segfault (11) at ")?;
            crashed(process, rest)
        },
    },
    // arch/x86/kernel/traps.c, `do_trap_no_signal` and the general protection fault.
    Phrase {
        needle: "traps: ",
        read: trapped,
    },
    // mm/page_alloc.c, `warn_alloc`.
    Phrase {
        needle: ": page allocation failure",
        read: |record| {
            let (process, _) = record.message.split_once(": page allocation failure")?;
            Some(allocation_failed(process))
        },
    },
    // fs/xfs: `XFS: postgres(431) possible memory allocation deadlock size … in kmem_alloc`.
    Phrase {
        needle: " possible memory allocation deadlock",
        read: |record| {
            let (before, _) = record.message.split_once('(')?;
            Some(allocation_failed(before.strip_prefix("XFS: ")?))
        },
    },
    // kernel/hung_task.c, `check_hung_task`.
    Phrase {
        needle: " blocked for more than ",
        read: hung,
    },
    // kernel/watchdog.c, `watchdog_timer_fn`.
    Phrase {
        needle: "BUG: soft lockup - CPU#",
        read: |record| {
            let (_, process) = record.message.rsplit_once('[')?;
            Some(task_hung(process.rsplit_once(':')?.0))
        },
    },
    // kernel/panic.c.
    Phrase {
        needle: "Kernel panic - not syncing",
        read: |_| Some(Said::Kernel(KernelSignal::Panic)),
    },
];

/// `postgres[431]`, and what was met: `… error 4 in llvmjit.so[7f1c2a400000+28000]`.
fn crashed(process: &str, what: &str) -> Option<Said> {
    let (name, pid) = process.rsplit_once('[')?;
    let pid = leading(pid).and_then(|pid| u32::try_from(pid).ok());
    let code = what.rsplit_once(" in ").and_then(|(_, rest)| {
        let (file, _) = rest.split_once('[')?;
        (!file.is_empty() && !file.contains(' ')).then(|| file.to_owned())
    });
    Some(Said::Kernel(KernelSignal::Fault {
        process: name.to_owned(),
        pid,
        code,
    }))
}

/// `traps: postgres[431] general protection fault ip:…`, `… trap invalid opcode ip:…`.
fn trapped(record: &Record<'_>) -> Option<Said> {
    let rest = record.message.strip_prefix("traps: ")?;
    let (process, what) = rest.split_once("] ")?;
    let is_fault = what.starts_with("general protection") || what.starts_with("trap ");
    is_fault.then(|| crashed(process, what)).flatten()
}

fn allocation_failed(process: &str) -> Said {
    Said::Kernel(KernelSignal::AllocationFailed {
        process: process.to_owned(),
    })
}

/// `INFO: task postgres:431 blocked for more than 120 seconds.`
fn hung(record: &Record<'_>) -> Option<Said> {
    let rest = record.message.strip_prefix("INFO: task ")?;
    let (task, _) = rest.split_once(" blocked for more than ")?;
    Some(task_hung(task.rsplit_once(':')?.0))
}

fn task_hung(process: &str) -> Said {
    Said::Kernel(KernelSignal::TaskHung {
        process: process.to_owned(),
    })
}
