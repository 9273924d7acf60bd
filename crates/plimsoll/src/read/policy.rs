//! The file given as `--policy`: the caller's own word, wherever it lies.

use std::path::Path;

use super::case::{settings, shown};
use super::reader::{Reader, reason};
use crate::config::Settings;
use crate::failure::Failure;

/// Reads it.
///
/// # Errors
/// It cannot be read, or every mistake in it.
pub(crate) fn policy(path: &Path) -> Result<Settings, Failure> {
    let folder = path.parent().unwrap_or(path);
    let reader = Reader::below(folder, true).map_err(|error| {
        Failure::new(format_args!(
            "{}: {}; check --policy",
            shown(path),
            reason(&error)
        ))
    })?;
    settings(path, reader.entry(path), true)
}
