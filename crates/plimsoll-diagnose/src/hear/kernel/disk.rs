//! Disks that fail and file systems that gave up.

use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{KernelSignal, Said};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // block/blk-core.c, `blk_print_req_error`; `critical medium error, dev …` too.
    Phrase {
        needle: " error, dev ",
        read: block_error,
    },
    // fs/buffer.c, `buffer_io_error`; `on device sda1,` up to 4.0.
    Phrase {
        needle: "Buffer I/O error on dev",
        read: |record| {
            let (_, rest) = record.message.split_once("I/O error on dev")?;
            Some(disk(
                rest.trim_start_matches("ice")
                    .trim_start()
                    .split(',')
                    .next()?,
            ))
        },
    },
    // drivers/nvme/host/pci.c.
    Phrase {
        needle: "nvme nvme",
        read: nvme,
    },
    // drivers/ata/libata-eh.c, `ata_eh_link_report`.
    Phrase {
        needle: ": exception Emask ",
        read: |record| Some(disk(record.message.split_once(": exception")?.0)),
    },
    // drivers/md/raid1.c, raid10.c, raid5.c.
    Phrase {
        needle: ": Disk failure on ",
        read: |record| {
            Some(disk(
                record
                    .message
                    .split_once("failure on ")?
                    .1
                    .split(',')
                    .next()?,
            ))
        },
    },
    // net/sunrpc/clnt.c, `rpc_check_timeout`.
    Phrase {
        needle: "nfs: server ",
        read: |record| {
            let (server, rest) = record.message.split_once(" not responding")?;
            let is_lost = rest.contains("still trying") || rest.contains("timed out");
            is_lost.then(|| disk(server))
        },
    },
    // fs/ext4/super.c, `__ext4_error`.
    Phrase {
        needle: "EXT4-fs error (device ",
        read: |record| file_system(record, "(device ", "):", false),
    },
    // fs/ext4/super.c, `ext4_handle_error`.
    Phrase {
        needle: "): Remounting filesystem read-only",
        read: |record| file_system(record, "EXT4-fs (", ")", true),
    },
    // fs/jbd2/journal.c, `__journal_abort`; 8 is the journal's inode.
    Phrase {
        needle: "Aborting journal on device ",
        read: |record| file_system(record, "device ", "-8.", false),
    },
    // fs/xfs/xfs_fsops.c, `xfs_do_force_shutdown`, in the wordings of 3.10 to 6.x.
    Phrase {
        needle: "Filesystem has been shut down",
        read: |record| file_system(record, "XFS (", ")", true),
    },
    Phrase {
        needle: "hutting down filesystem",
        read: |record| file_system(record, "XFS (", ")", true),
    },
    // fs/xfs: errors of the log and of metadata.
    Phrase {
        needle: "log I/O error",
        read: |record| file_system(record, "XFS (", ")", false),
    },
    Phrase {
        needle: "etadata I/O error",
        read: |record| file_system(record, "XFS (", ")", false),
    },
    Phrase {
        needle: "etadata corruption detected",
        read: |record| file_system(record, "XFS (", ")", false),
    },
    // fs/btrfs/messages.c and fs/btrfs/super.c.
    Phrase {
        needle: "BTRFS error (device ",
        read: |record| file_system(record, "(device ", ")", false),
    },
    Phrase {
        needle: "forced readonly",
        read: |record| file_system(record, "(device ", ")", true),
    },
];

/// `blk_update_request: I/O error, dev sda, sector 12345 op 0x0:(READ) flags …`.
/// A floppy that a virtual machine only seems to have, an optical drive and a
/// discard that a disk does not know are no trouble of a disk.
fn block_error(record: &Record<'_>) -> Option<Said> {
    let (before, rest) = record.message.split_once(" error, dev ")?;
    let device = rest.split(',').next()?;
    let is_removable = ["fd", "sr", "loop"]
        .iter()
        .any(|kind| device.starts_with(kind));
    let is_unsupported = before.ends_with("operation not supported");
    (!is_removable && !is_unsupported).then(|| disk(device))
}

/// `nvme nvme0: I/O 123 QID 4 timeout, aborting`. A completion that was found by
/// asking for it is an interrupt that was lost, not the disk.
fn nvme(record: &Record<'_>) -> Option<Said> {
    const TROUBLE: [&str; 5] = [
        " timeout, aborting",
        " timeout, reset controller",
        " timeout, disable controller",
        "controller is down; will reset",
        "Device not ready; aborting",
    ];
    let device = record.message.strip_prefix("nvme ")?.split(':').next()?;
    let is_trouble = TROUBLE.iter().any(|words| record.message.contains(words));
    is_trouble.then(|| disk(device))
}

fn disk(device: &str) -> Said {
    Said::Kernel(KernelSignal::DiskError {
        device: Some(device.trim().to_owned()).filter(|device| !device.is_empty()),
    })
}

/// The device that stands between two words.
fn file_system(record: &Record<'_>, from: &str, to: &str, read_only: bool) -> Option<Said> {
    let (_, rest) = record.message.split_once(from)?;
    let device = rest.split_once(to)?.0;
    // `(device sda1: state EA)` from 5.18 on.
    let device = device.split(':').next()?;
    Some(Said::Kernel(KernelSignal::FilesystemError {
        device: Some(device.to_owned()),
        read_only,
    }))
}
