//! Where installed servers live on this machine: one rule, for those who install them (`xtask`,
//! which includes this file so as to stay light) and those who run them. Knows only the standard
//! library.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

/// Overrides the folder of installed servers.
pub const SERVERS_ENV: &str = "PLIMSOLL_SERVERS";

/// The folder that holds one folder per installed server.
///
/// `PLIMSOLL_SERVERS` if set; for root `/var/cache/plimsoll/servers`, because servers refuse to
/// run as root and no other user can read root's home; else the user's cache folder
/// (XDG Base Directory Specification 0.8: `$XDG_CACHE_HOME`, by default `~/.cache`).
pub fn servers_root() -> PathBuf {
    let root = std::fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0);
    resolve(|name| std::env::var_os(name).map(PathBuf::from), root)
}

fn resolve(variable: impl Fn(&str) -> Option<PathBuf>, root: bool) -> PathBuf {
    if let Some(chosen) = variable(SERVERS_ENV).filter(|path| !path.as_os_str().is_empty()) {
        return chosen;
    }
    if root {
        return PathBuf::from("/var/cache/plimsoll/servers");
    }
    let cache = variable("XDG_CACHE_HOME")
        // The specification: a relative path is invalid and to be ignored.
        .filter(|path| path.is_absolute())
        .or_else(|| variable("HOME").map(|home| home.join(".cache")))
        .unwrap_or_else(|| PathBuf::from("/var/tmp"));
    cache.join("plimsoll").join("servers")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(variables: &[(&str, &str)], root: bool) -> String {
        let find = |name: &str| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| PathBuf::from(value))
        };
        resolve(find, root).display().to_string()
    }

    #[test]
    fn the_users_choice_comes_first() {
        assert_eq!(place(&[(SERVERS_ENV, "/srv/x")], true), "/srv/x");
        assert_eq!(
            place(&[(SERVERS_ENV, ""), ("HOME", "/home/a")], false),
            "/home/a/.cache/plimsoll/servers"
        );
    }

    #[test]
    fn a_user_has_a_cache_and_root_a_public_one() {
        let variables = [("HOME", "/home/a"), ("XDG_CACHE_HOME", "/c")];
        assert_eq!(place(&variables, false), "/c/plimsoll/servers");
        assert_eq!(place(&variables, true), "/var/cache/plimsoll/servers");
        assert_eq!(
            place(&[("HOME", "/home/a"), ("XDG_CACHE_HOME", "rel")], false),
            "/home/a/.cache/plimsoll/servers"
        );
        assert_eq!(place(&[], false), "/var/tmp/plimsoll/servers");
    }
}
