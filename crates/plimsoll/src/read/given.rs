//! A file that a flag names: the caller's own word, wherever it lies.

use std::path::Path;
use std::sync::Arc;

use super::found::{bytes_of, shown};
use super::reader::{Reader, reason};
use crate::config::{self, Settings};
use crate::failure::Failure;

/// Its path as it is shown, and its bytes; `flag` is what named it.
///
/// # Errors
/// One line: why it cannot be read.
pub(crate) fn given(path: &Path, flag: &str) -> Result<(String, Arc<[u8]>), Failure> {
    let folder = path.parent().unwrap_or(path);
    let reader = Reader::below(folder, true).map_err(|error| {
        Failure::new(format_args!(
            "{}: {}; check {flag}",
            shown(path),
            reason(&error)
        ))
    })?;
    Ok((shown(path), bytes_of(reader.entry(path), path)?))
}

/// The file given as `--policy`.
///
/// # Errors
/// It cannot be read, or every mistake in it.
pub(crate) fn policy(path: &Path) -> Result<Settings, Failure> {
    let (shown, bytes) = given(path, "--policy")?;
    config::read(&shown, &bytes, true).map_err(|problems| Failure::of_problems(&problems))
}
