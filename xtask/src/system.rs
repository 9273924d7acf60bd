//! System tools that a task needs, got through apt-get: what and why is said first.

use crate::run::{on_path, output};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

/// A program that a task calls, and the Debian package that brings it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tool {
    /// The program looked for in `PATH`.
    pub(crate) program: &'static str,
    /// The Debian package that holds it.
    pub(crate) package: &'static str,
    /// Why the task needs it, as the end of "needed …".
    pub(crate) why: &'static str,
}

/// Whether missing tools may be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Install {
    /// Through apt-get, said first.
    Allowed,
    /// Only name what is missing (`--no-install`).
    NameOnly,
}

/// Makes sure that every tool is there.
///
/// # Errors
/// When one is missing and may not or cannot be installed; the message says what to do.
pub(crate) fn ensure(tools: &[Tool], install: Install) -> Result<(), String> {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !is_there(tool)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    let by_hand = format!(
        "apt-get install --no-install-recommends {}",
        packages.join(" ")
    );
    for tool in &missing {
        eprintln!("xtask: {} is missing; needed {}", tool.program, tool.why);
    }
    if install == Install::NameOnly {
        return Err(format!("not installed (--no-install): run `{by_hand}`"));
    }
    if !is_root() {
        return Err(format!(
            "only root can install packages: run `{by_hand}` as root"
        ));
    }
    eprintln!("xtask: {by_hand}");
    apt_get(&["update"], "read the package lists")?;
    let install = ["install", "--yes", "--no-install-recommends"];
    apt_get(&[&install[..], &packages[..]].concat(), "install packages")
}

/// Daemons stand where an ordinary user's `PATH` does not look.
fn is_there(tool: &Tool) -> bool {
    on_path(tool.program) || Path::new("/usr/sbin").join(tool.program).is_file()
}

fn apt_get(arguments: &[&str], purpose: &str) -> Result<(), String> {
    let mut command = Command::new("apt-get");
    command
        .arg("--quiet")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    output(&mut command, purpose).map(drop)
}

/// Whether this process runs as root: the owner of its own entry in /proc.
pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABSENT: Tool = Tool {
        program: "no-such-program-here",
        package: "no-such-package",
        why: "to test",
    };

    #[test]
    fn what_is_there_needs_nothing() {
        let shell = Tool {
            program: "sh",
            package: "dash",
            why: "to test",
        };
        assert_eq!(ensure(&[shell], Install::NameOnly), Ok(()));
    }

    #[test]
    fn no_install_only_names_the_package() {
        let error = ensure(&[ABSENT], Install::NameOnly).unwrap_err();
        assert!(error.contains("no-such-package"), "{error}");
    }
}
