//! The configuration whose past is told: as it is now, and where it stands.

use std::path::{Path, PathBuf};

use plimsoll_conf::{Entry, Instance};
use plimsoll_model::{Config, Engine, Version};

/// A configuration as it is now.
pub(crate) struct Subject<'a> {
    pub(super) engine: Engine,
    pub(super) version: Option<Version>,
    pub(super) instance: Instance,
    /// Its main file, as it was named.
    pub(super) main: PathBuf,
    /// It and what it includes.
    pub(super) files: Vec<PathBuf>,
    /// What stands at a path now.
    pub(super) now: &'a dyn Fn(&Path) -> Entry,
}

impl<'a> Subject<'a> {
    /// Of what was read of it now; none where it came by standard input.
    pub(crate) fn of(
        config: &Config,
        instance: Instance,
        now: &'a dyn Fn(&Path) -> Entry,
    ) -> Option<Self> {
        let main = config.files.first().filter(|file| *file != "-")?;
        Some(Self {
            engine: config.engine,
            version: config.version.get().copied(),
            instance,
            main: PathBuf::from(main),
            files: config.files.iter().map(PathBuf::from).collect(),
            now,
        })
    }
}
