//! Where the files of a configuration lie in a work tree: paths as they were named, and
//! what git calls them.

use std::io;
use std::path::{Component, Path, PathBuf};

/// Names of a configuration's paths in a work tree.
pub(super) struct Place {
    /// The folder of the main file as it was named, and as it is.
    folder: (PathBuf, PathBuf),
    /// The main file as it was named, and as it is where it is a link.
    main: (PathBuf, PathBuf),
    /// The top of the work tree.
    top: PathBuf,
}

impl Place {
    /// Of a main file in a work tree.
    pub(super) fn of(main: &Path, top: &Path) -> io::Result<Self> {
        let named = main.parent().unwrap_or(Path::new(""));
        let here = if named.as_os_str().is_empty() {
            Path::new(".")
        } else {
            named
        };
        Ok(Self {
            folder: (named.to_owned(), std::fs::canonicalize(here)?),
            main: (main.to_owned(), std::fs::canonicalize(main)?),
            top: top.to_owned(),
        })
    }

    /// What git calls a path; none where it lies outside.
    pub(super) fn inside(&self, path: &Path) -> Option<String> {
        let (named, folder) = &self.folder;
        let path = if path == self.main.0 {
            self.main.1.clone()
        } else if let Ok(rest) = path.strip_prefix(named) {
            folder.join(rest)
        } else {
            path.to_owned()
        };
        let inside = plain(&path);
        let inside = inside.strip_prefix(&self.top).ok()?;
        inside.to_str().map(str::to_owned)
    }

    /// What git calls the folders of some paths.
    pub(super) fn folders(&self, paths: &[PathBuf]) -> Vec<String> {
        let mut folders: Vec<String> = paths
            .iter()
            .filter_map(|path| self.inside(path))
            .map(|path| path.rsplit_once('/').map_or("", |it| it.0).to_owned())
            .collect();
        folders.sort();
        folders.dedup();
        folders
    }
}

/// A path without `.` and `..`.
pub(super) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
