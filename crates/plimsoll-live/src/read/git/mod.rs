//! What a git work tree says of its past: commits, the files of a commit, tags. Git is
//! asked read-only and runs nothing that the repository names. What a file means is not
//! known here.

mod ask;
mod files;
mod log;
mod tags;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use files::{Blob, Tree};
pub use log::{COMMITS_MAX, Commit};
pub use tags::{TAGS_MAX, Tag};

/// A work tree of git.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkTree {
    top: PathBuf,
}

impl WorkTree {
    /// The one that a folder lies in; none where it lies in none.
    ///
    /// # Errors
    /// One line: it seems to lie in one, and git is not there or does not read it.
    pub async fn of(folder: &Path) -> Result<Option<Self>, String> {
        let folder = std::fs::canonicalize(folder)
            .map_err(|error| format!("{}: {}", folder.display(), error.kind()))?;
        // Most folders lie in none, and most machines have no git.
        if !folder.ancestors().any(|it| it.join(".git").exists()) {
            return Ok(None);
        }
        let top = ask::text(&folder, &["rev-parse", "--show-toplevel"]).await?;
        let top = top.trim_end_matches('\n');
        Ok(Some(Self {
            top: PathBuf::from(top),
        }))
    }

    /// Its topmost folder, links resolved.
    pub fn top(&self) -> &Path {
        &self.top
    }
}
