//! One stock postgresql.conf in a cold process, beside the server that reads it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use plimsoll_lab::Installed;

use super::cost::{Side, compare};
use crate::check::Program;

/// Runs of each command.
const RUNS: u32 = 100;

/// Prints the rows of an old, a middle and a new release.
pub(super) fn rows(plimsoll: &Program) -> Result<()> {
    for name in ["postgresql-12", "postgresql-16", "postgresql-18"] {
        let server = Installed::find(name)?;
        let folder = tempfile::Builder::new()
            .prefix("plimsoll-bench-")
            // Whatever the umask: the server's user reads it.
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .tempdir()?;
        let file = put(folder.path(), &sample(&server)?)?;
        let asked = |words: &[&str]| {
            let mut command = Command::new(plimsoll.path());
            command.args(words).arg(&file);
            Side::once(command)
        };
        for (what, words) in [
            ("settings", &["settings"][..]),
            ("check", &["check", "--limit", "2GiB"][..]),
        ] {
            let mut theirs = server.command("postgres")?;
            theirs
                .args(["-C", "shared_buffers", "-D"])
                .arg(folder.path());
            let what = format!("{what} of {name}'s stock file : postgres -C");
            println!(
                "{}",
                compare(&what, RUNS, asked(words), Side::once(theirs))?
            );
        }
    }
    Ok(())
}

/// The stock file of one of the servers with prebuilt binaries.
///
/// # Errors
/// When it is not there.
pub(super) fn sample(server: &Installed) -> Result<PathBuf> {
    let program = server.program("postgres");
    let folder = program.ancestors().nth(2).unwrap_or(&program);
    let file = folder.join("share/postgresql/postgresql.conf.sample");
    if file.is_file() {
        return Ok(file);
    }
    bail!("{} has no {}", server.name, file.display())
}

/// Copies a stock file into a folder, made where it is missing.
pub(super) fn put(folder: &Path, sample: &Path) -> Result<PathBuf> {
    let file = folder.join("postgresql.conf");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::copy(sample, &file))
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}
