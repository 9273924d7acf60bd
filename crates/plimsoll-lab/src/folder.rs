//! Folders of the lab, and the sweeping away of what killed ones left behind.

use crate::LabError;
use crate::cgroup::Cgroup;
use crate::name::{PREFIX, is_left_behind};
use std::fs;
use std::sync::Once;
use tempfile::TempDir;

/// A new folder for temporary files, removed when dropped.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn temporary() -> Result<TempDir, LabError> {
    static SWEPT: Once = Once::new();
    SWEPT.call_once(sweep);
    tempfile::Builder::new()
        .prefix(&format!("{PREFIX}{}-", std::process::id()))
        .tempdir()
        .map_err(LabError::io("make a folder in", &std::env::temp_dir()))
}

/// Ends servers and removes folders of labs that were killed before they could.
fn sweep() {
    Cgroup::sweep(is_left_behind);
    for entry in fs::read_dir(std::env::temp_dir())
        .into_iter()
        .flatten()
        .flatten()
    {
        if entry.file_name().to_str().is_some_and(is_left_behind) {
            crate::disk::sweep(&entry.path());
            // Another user's is not this one's to remove.
            let _refused = fs::remove_dir_all(entry.path());
        }
    }
}
