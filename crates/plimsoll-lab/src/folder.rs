//! Folders of the lab: named after the process that made them, so that what a killed one left
//! behind can be told from what is in use and swept away.

use crate::LabError;
use crate::cgroup::Cgroup;
use std::fs;
use std::path::Path;
use std::sync::Once;
use tempfile::TempDir;

/// What the names of all the lab's folders and cgroups begin with.
pub(crate) const PREFIX: &str = "plimsoll-lab-";

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

/// Whether a name is the lab's and the process in it is gone.
fn is_left_behind(name: &str) -> bool {
    let owner = name
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split('-').next());
    owner
        .and_then(|pid| pid.parse::<u32>().ok())
        .is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_dead_process_named_is_left_behind() {
        let own = std::process::id();
        // Above the kernel's largest process id (proc(5), pid_max).
        assert!(is_left_behind("plimsoll-lab-4194305-0"));
        assert!(!is_left_behind(&format!("plimsoll-lab-{own}-0")));
        assert!(!is_left_behind("plimsoll-lab-x"));
        assert!(!is_left_behind("other-4194305-0"));
    }
}
