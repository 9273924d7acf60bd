//! A disk or a file system failed.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::KernelSignal;
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The device reports errors, the file system was made read-only, or what is read is
    /// not what was written.
    ///
    /// ## How it shows
    ///
    /// I/O errors in the kernel's log or the server's, `Read-only file system`, checksums
    /// that do not match.
    ///
    /// ## What speaks against it
    ///
    /// A disk that is merely full.
    ///
    /// ## What to do
    ///
    /// Stop writing, save what can be read, restore on another disk from a backup; then
    /// look at the device.
    DISK_FAILED {
        name: "disk-failed",
        class: StorageFailure,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let device = story.kernel_said(|said| {
        matches!(
            said,
            KernelSignal::DiskError { .. }
                | KernelSignal::FilesystemError { .. }
                | KernelSignal::HardwareError
        )
    });
    let server = story.servers_said(|said| matches!(said, ServerSignal::DiskFault { .. }));
    let corrupt = story.servers_said(|said| matches!(said, ServerSignal::Corrupt { .. }));
    if device.is_empty() && server.is_empty() && corrupt.is_empty() {
        return None;
    }
    let silent = device.is_empty() && server.is_empty();
    let message = "the disk or its file system failed: stop writing, save what can be read, restore elsewhere";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, device)
        .shown(Weight::Strong, server)
        .shown(Weight::Strong, corrupt)
        .holds(Weight::Slight, !silent);
    Some(weighed)
}
