//! A folder as it was at a revision, laid out in a place of its own: git is
//! asked, and nothing of the user's work tree or index is touched.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::failure::Failure;

/// A folder of then. Gone when this is dropped.
#[derive(Debug)]
pub(super) struct Then {
    place: TempDir,
}

impl Then {
    /// Where the folder's files stand.
    pub(super) fn folder(&self) -> PathBuf {
        self.place.path().join("tree")
    }
}

/// The folder at a revision; empty where the revision has no such folder.
///
/// # Errors
/// One line: no git, no repository, no such revision, no room.
pub(super) fn at(revision: &str, folder: &Path) -> Result<Then, Failure> {
    let commit = commit(revision, folder)?;
    let prefix = git(folder, &["rev-parse", "--show-prefix"], revision)?;
    let repository = git(folder, &["rev-parse", "--absolute-git-dir"], revision)?;
    let place = tempfile::Builder::new()
        .prefix("plimsoll-against-")
        .tempdir()
        .map_err(|error| {
            Failure::new(format_args!(
                "--against {revision}: no room to lay out the files of then: {error}"
            ))
        })?;
    let then = Then { place };
    let tree = then.folder();
    std::fs::create_dir(&tree).map_err(|error| {
        Failure::new(format_args!(
            "--against {revision}: {}: {error}",
            tree.display()
        ))
    })?;
    let of_folder = format!("{commit}:{}", prefix.trim_end_matches('/'));
    if git(folder, &["cat-file", "-e", &of_folder], revision).is_err() {
        return Ok(then);
    }
    let index = then.place.path().join("index");
    for arguments in [
        &["read-tree", &of_folder][..],
        &["checkout-index", "--all", "--quiet"],
    ] {
        let mut command = command(&tree, arguments);
        command
            .env("GIT_INDEX_FILE", &index)
            .env("GIT_DIR", &repository)
            .env("GIT_WORK_TREE", &tree);
        said(&mut command, revision)?;
    }
    Ok(then)
}

/// The commit of a revision, whatever it is called.
fn commit(revision: &str, folder: &Path) -> Result<String, Failure> {
    let wanted = format!("{revision}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &wanted,
    ];
    // Not in a repository at all is another mistake than no such revision.
    git(folder, &["rev-parse", "--git-dir"], revision)?;
    git(folder, &arguments, revision).map_err(|_| {
        Failure::new(format_args!(
            "--against {revision}: git knows no such revision in {}; `git log` lists those there are",
            folder.display()
        ))
    })
}

fn git(folder: &Path, arguments: &[&str], revision: &str) -> Result<String, Failure> {
    said(&mut command(folder, arguments), revision)
}

fn command(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    // A hook of git runs with its own repository in these.
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

/// What git says, or the first line of why it would not.
fn said(command: &mut Command, revision: &str) -> Result<String, Failure> {
    let done = command.stdin(Stdio::null()).output().map_err(|error| {
        Failure::new(format_args!(
            "--against {revision}: git cannot be started ({error}); install it or leave --against out"
        ))
    })?;
    if done.status.success() {
        let said = String::from_utf8_lossy(&done.stdout);
        return Ok(said.trim_end_matches(['\n', '\r']).to_owned());
    }
    let why = String::from_utf8_lossy(&done.stderr);
    let why = why.lines().next().unwrap_or("git gave no reason");
    Err(Failure::new(format_args!(
        "--against {revision}: {}",
        why.trim_start_matches("fatal: ")
    )))
}
