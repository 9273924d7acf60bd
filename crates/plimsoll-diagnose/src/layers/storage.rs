//! Disks and file systems: cleared where the server wrote or recovered
//! afterwards and nothing tells of a failure.

use super::{Look, span};
use crate::signal::{KernelSignal, Said, ServerSignal, StartRefusal};
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
    if !kernel.is_empty() || !server.is_empty() {
        let odd = kernel.into_iter().chain(server).collect();
        return Look::Odd("writes or disks failed".to_owned(), odd);
    }
    let after = story.behind_the_fall(|said| {
        matches!(
            said,
            Said::Server(ServerSignal::Worked | ServerSignal::Ready)
        )
    });
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
