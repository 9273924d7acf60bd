//! The folder of one generated configuration, readable by the server's user.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::super::OracleError;

/// A folder that goes away with its value.
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// A new one, of one thread.
    pub(super) fn new(worker: u64) -> Result<Self, OracleError> {
        let name = format!("plimsoll-oracle-{}-{worker}", std::process::id());
        let root = std::env::temp_dir().join(name);
        let folder = Self { root };
        folder.make()?;
        Ok(folder)
    }

    fn make(&self) -> Result<(), OracleError> {
        let made = fs::create_dir_all(self.includes())
            .and_then(|()| open(&self.root))
            .and_then(|()| open(&self.includes()));
        made.map_err(|error| OracleError(format!("{}: {error}", self.root.display())))
    }

    /// The main file.
    pub(super) fn main(&self) -> PathBuf {
        self.root.join("my.cnf")
    }

    /// The folder for included files.
    pub(super) fn includes(&self) -> PathBuf {
        self.root.join("conf.d")
    }

    /// Writes a configuration in place of the last one.
    pub(super) fn write(
        &self,
        main: &[u8],
        included: &[(String, Vec<u8>)],
    ) -> Result<(), OracleError> {
        let failed = |error| OracleError(format!("{}: {error}", self.root.display()));
        fs::remove_dir_all(self.includes()).map_err(failed)?;
        self.make()?;
        fs::write(self.main(), main).map_err(failed)?;
        for (name, bytes) in included {
            fs::write(self.includes().join(name), bytes).map_err(failed)?;
        }
        Ok(())
    }
}

fn open(path: &Path) -> std::io::Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}
