//! What the lab's folders and cgroups are called: after the process that made them, so that what a
//! killed one left behind can be told from what is in use.

use std::path::Path;

/// What the names of all the lab's folders and cgroups begin with.
pub(crate) const PREFIX: &str = "plimsoll-lab-";

/// Whether a name is the lab's and the process in it is gone.
pub(crate) fn is_left_behind(name: &str) -> bool {
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
