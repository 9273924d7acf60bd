//! The files a reading stands on, as the caller has read them so far.
//!
//! A reading is a pure function of its request and of these files. Where it
//! meets one it does not have (an include, `postgresql.auto.conf`) it answers
//! with [`Need`]s; the caller reads those, adds them and asks again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file's bytes.
    File(Arc<[u8]>),
    /// A folder's names, in any order.
    Folder(Vec<PathBuf>),
    /// Nothing.
    Missing,
    /// Something that could not be read, and why.
    Unreadable(String),
    /// Something larger than a configuration may be, in bytes.
    TooLarge(u64),
    /// A path outside the folder checked, which the caller was not told to
    /// follow.
    Outside,
    /// A file that servers ignore because anyone may write it.
    WorldWritable,
}

/// Something a reading needs before it can go on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Need {
    /// The path, joined to the including file's folder, not normalised.
    pub path: PathBuf,
}

/// Files by path.
#[derive(Clone, Debug, Default)]
pub struct Files {
    entries: BTreeMap<PathBuf, Entry>,
}

impl Files {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what stands at a path; a later word replaces an earlier one.
    pub fn insert(&mut self, path: impl Into<PathBuf>, entry: Entry) {
        self.entries.insert(path.into(), entry);
    }

    /// What stands at a path, if the caller has looked.
    pub fn get(&self, path: &Path) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// All that was looked at, in the order of the paths.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }
}
