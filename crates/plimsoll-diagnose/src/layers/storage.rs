//! Disks and file systems: cleared where the server wrote or recovered
//! afterwards and nothing tells of a failure.

use super::{Look, span};
use crate::signal::{KernelSignal, ServerSignal};
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
                | ServerSignal::ArchiveFailed { .. }
        )
    });
    if !kernel.is_empty() || !server.is_empty() {
        let odd = kernel.into_iter().chain(server).collect();
        return Look::Odd("writes or disks failed".to_owned(), odd);
    }
    let moment = story.moment;
    let worked =
        story.servers_said(|said| matches!(said, ServerSignal::Worked | ServerSignal::Ready));
    let after: Vec<_> = worked
        .into_iter()
        .filter(|signal| signal.until.is_some() && signal.until >= moment)
        .collect();
    if after.is_empty() || moment.is_none() {
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
