//! The machine itself: its start, its hardware, its limits.

use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{KernelSignal, Said};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // init/version.c: the first line of every start.
    Phrase {
        needle: "Linux version ",
        read: |record| {
            let is_first = record.message.starts_with("Linux version ");
            is_first.then_some(Said::Kernel(KernelSignal::Boot))
        },
    },
    // arch/x86/kernel/cpu/mce/core.c, drivers/firmware/efi/cper.c.
    Phrase {
        needle: "[Hardware Error]",
        read: hardware,
    },
    // drivers/edac/edac_mc.c: `EDAC MC0: 1 UE …`; CE are corrected errors.
    Phrase {
        needle: "EDAC MC",
        read: |record| record.message.contains(" UE ").then_some(HARDWARE),
    },
    // mm/memory-failure.c.
    Phrase {
        needle: "due to hardware memory corruption",
        read: |_| Some(HARDWARE),
    },
    // kernel/cgroup/pids.c.
    Phrase {
        needle: "fork rejected by pids controller",
        read: |_| Some(limit("processes of a group")),
    },
    // mm/hugetlb.c, `hugetlb_hstate_alloc_pages_errcheck`; with ` node0` behind `failed`.
    Phrase {
        needle: "HugeTLB: allocating ",
        read: |record| {
            let is_short = record.message.contains("Only allocated ");
            is_short.then(|| limit("huge pages"))
        },
    },
    // drivers/watchdog/softdog.c: nobody fed it in time. Hardware's say nothing.
    Phrase {
        needle: "nitiating system reboot",
        read: softdog,
    },
    // drivers/watchdog/watchdog_dev.c: whoever fed it went away and did not disarm it.
    Phrase {
        needle: ": watchdog did not stop!",
        read: |_| Some(Said::Kernel(KernelSignal::Watchdog { fired: false })),
    },
    // fs/file_table.c.
    Phrase {
        needle: "VFS: file-max limit ",
        read: |_| Some(limit("open files of the machine")),
    },
];

const HARDWARE: Said = Said::Kernel(KernelSignal::HardwareError);

const fn limit(what: &'static str) -> Said {
    Said::Kernel(KernelSignal::LimitReached { what })
}

/// `softdog: Initiating system reboot`, in capitals up to 3.4.
fn softdog(record: &Record<'_>) -> Option<Said> {
    let head = record.message.get(..7)?;
    head.eq_ignore_ascii_case("softdog")
        .then_some(Said::Kernel(KernelSignal::Watchdog { fired: true }))
}

/// An error that was not corrected: a machine check exception, or one that the
/// firmware calls fatal or recoverable. `Machine check events logged` also stands
/// for corrected ones.
fn hardware(record: &Record<'_>) -> Option<Said> {
    const GRAVE: [&str; 4] = [
        "Machine Check Exception",
        "event severity: fatal",
        "event severity: recoverable",
        "Uncorrected",
    ];
    let is_grave = GRAVE.iter().any(|words| record.message.contains(words));
    is_grave.then_some(HARDWARE)
}
