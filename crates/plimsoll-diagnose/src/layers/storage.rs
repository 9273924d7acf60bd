//! Disks and file systems: cleared where the server wrote or recovered
//! afterwards and nothing tells of a failure.

use super::found::{Look, SERVERS, span};
use crate::record::Speaker;
use crate::signal::{
    KernelSignal, OrchestratorSignal, Said, ServerSignal, StartRefusal, WatchSignal,
};
use crate::story::Story;

pub(super) fn look(story: &Story) -> Look<'_> {
    let kernel = story.kernel_said(|said| {
        matches!(
            said,
            KernelSignal::DiskError { .. } | KernelSignal::FilesystemError { .. }
        )
    });
    let server = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::DiskFull(_)
                | ServerSignal::DiskFault { .. }
                | ServerSignal::Corrupt { .. }
                | ServerSignal::FileFault(_)
                | ServerSignal::StartRefused(StartRefusal::File(_) | StartRefusal::Damaged)
                | ServerSignal::ArchiveFailed { .. }
        )
    });
    let volumes =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::VolumeTrouble { .. }));
    if !kernel.is_empty() || !server.is_empty() || !volumes.is_empty() {
        let odd = kernel.into_iter().chain(server).chain(volumes).collect();
        return Look::Odd("writes or disks failed".to_owned(), odd);
    }
    let after = story.behind_the_fall(|said| {
        matches!(
            said,
            Said::Server(ServerSignal::Worked | ServerSignal::Ready)
        )
    });
    let was_read = story.was_read(Speaker::Postgresql) || story.was_read(Speaker::Mysql);
    let full = story.watch_saw(|saw| saw == WatchSignal::DiskFull);
    if !full.is_empty() {
        return Look::Odd("a disk that it writes to was full".to_owned(), full);
    }
    let room = story.watch_saw(|saw| saw == WatchSignal::DiskRoom);
    if after.is_empty() && was_read && !room.is_empty() {
        let why = format!(
            "its disks had room {} and its log tells of no failed write",
            span(&room)
        );
        return Look::Worked(why, room);
    }
    if after.is_empty() && story.is_told_by(SERVERS) {
        return Look::Unknown(
            "the server's log of that time tells of no failed write and of no work after it: the file system's room decides (df, the kernel's log)",
        );
    }
    if after.is_empty() {
        return Look::Unknown(
            "the server's log after it and the file system's room decide (df, the kernel's log)",
        );
    }
    let why = format!(
        "the server wrote or recovered {} and nothing tells of a failed write",
        span(&after)
    );
    Look::Worked(why, after)
}
