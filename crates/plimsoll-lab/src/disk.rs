//! Small file systems for a server's files: what happens when a disk is full.

use crate::LabError;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file system in memory, mounted for one server; unmounted when dropped.
#[derive(Debug)]
pub(crate) struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Mounts one of that size on a folder that is there; only root can.
    pub(crate) fn mount(folder: &Path, bytes: u64) -> Result<Self, LabError> {
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &format!("size={bytes}"), "tmpfs"])
            .arg(folder);
        crate::installed::succeed(mount)?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        unmount(&self.folder);
    }
}

/// Unmounts what is mounted below a folder that a lab left behind.
pub(crate) fn sweep(folder: &Path) {
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    for place in mounts.lines().filter_map(|line| line.split(' ').nth(1)) {
        if Path::new(place).starts_with(folder) {
            unmount(Path::new(place));
        }
    }
}

/// Lazily: processes that are just ending may still have files open there.
fn unmount(folder: &Path) {
    let _not_mounted = Command::new("umount").arg("--lazy").arg(folder).output();
}
