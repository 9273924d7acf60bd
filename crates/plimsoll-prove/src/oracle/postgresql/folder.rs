//! The folder that a case is laid out in, readable by the server's user.

use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_lab::{LabError, ServerUser};
use tempfile::TempDir;

use super::case::Case;
use crate::oracle::OracleError;

/// A folder of one thread, filled anew for each case.
pub(super) struct Folder {
    folder: TempDir,
    user: ServerUser,
}

impl Folder {
    pub(super) fn new() -> Result<Self, OracleError> {
        let folder = tempfile::Builder::new()
            .prefix("plimsoll-oracle-")
            .tempdir();
        let folder =
            folder.map_err(|error| OracleError(format!("no temporary folder: {error}")))?;
        let user = ServerUser::ready()?;
        user.own(folder.path())?;
        Ok(Self { folder, user })
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Lays a case out, alone.
    pub(super) fn lay(&self, case: &Case) -> Result<(), OracleError> {
        let root = self.path();
        let failed = |path: &Path, error: std::io::Error| {
            OracleError(format!("{}: {error}", path.display()))
        };
        if root.exists() {
            fs::remove_dir_all(&root).map_err(|error| failed(&root, error))?;
        }
        fs::create_dir(&root).map_err(|error| failed(&root, error))?;
        self.own(&root)?;
        for (path, bytes) in &case.files {
            let path = root.join(path);
            if let Some(parent) = path.parent().filter(|parent| !parent.exists()) {
                fs::create_dir(parent).map_err(|error| failed(parent, error))?;
                self.own(parent)?;
            }
            fs::write(&path, bytes).map_err(|error| failed(&path, error))?;
            self.own(&path)?;
        }
        Ok(())
    }

    fn own(&self, path: &Path) -> Result<(), LabError> {
        self.user.own(path)
    }
}
