//! Which file is the log's now, and which comes after one.

use std::cmp::Ordering;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use plimsoll_model::Glob;

use super::reading::{Id, Reading, written};
use super::seen::Seen;
use crate::read::current_logfiles::current_logfiles;
use crate::read::rotated::{self, Turn};

/// Names in a folder that are looked at.
const NAMES_MAX: usize = 20_000;

/// Turns after which a folder is listed though it did not change: a file in it may have
/// been begun anew under its old name.
pub(super) const TURNS_MAX: u32 = 10;

/// Kinds of `PostgreSQL`'s files, the one that has everything first.
const KINDS: [&str; 3] = ["stderr ", "jsonlog ", "csvlog "];

/// Where a log is.
#[derive(Debug)]
pub(super) enum Place {
    /// Under one name; rotation renames the file or cuts it.
    Named(PathBuf),
    /// In a folder, under names that a pattern fits.
    Pattern {
        folder: PathBuf,
        pattern: Glob,
        shown: String,
        /// When the folder last changed, and turns since it was listed.
        listed: Option<(i128, u32)>,
    },
    /// Named by `PostgreSQL`.
    Current(PathBuf),
}

impl Place {
    pub(super) fn of(path: PathBuf) -> Self {
        let name = path.file_name().and_then(|name| name.to_str());
        match name {
            Some("current_logfiles") => Self::Current(path),
            Some(pattern) if pattern.contains(['*', '?']) => Self::Pattern {
                pattern: Glob::of(pattern),
                shown: pattern.to_owned(),
                folder: path.parent().unwrap_or(Path::new("/")).to_path_buf(),
                listed: None,
            },
            _ => Self::Named(path),
        }
    }

    /// The file that is the log's now.
    ///
    /// # Errors
    /// One line: why there is none.
    pub(super) fn first(&self) -> Result<Reading, String> {
        match self {
            Self::Named(path) => Reading::open(path),
            Self::Current(path) => Reading::open(&current(path)?),
            Self::Pattern {
                folder,
                pattern,
                shown,
                ..
            } => {
                let files = files(folder, |name| pattern.fits(name))?;
                let none = || format!("{} has no file {shown}", folder.display());
                Reading::open(&files.last().ok_or_else(none)?.path)
            }
        }
    }

    /// The file that comes after one, if there is something in it: before that, who
    /// writes may not have let go of the old one.
    pub(super) fn after(&mut self, reading: &Reading, seen: &Seen) -> Option<Reading> {
        let own = reading.metadata().ok()?;
        match self {
            Self::Named(path) => after_rename(path, reading, &own),
            Self::Current(path) => {
                let now = current(path).ok()?;
                let now_is = fs::metadata(&now).ok()?;
                if Id::of(&now_is) == reading.id {
                    return None;
                }
                let ending = now.extension().map(|it| format!(".{}", it.display()));
                let ending = ending.unwrap_or_default();
                let files = files(now.parent()?, |name| name.ends_with(&ending)).ok()?;
                let last = (written(&now_is), now);
                let between = files
                    .into_iter()
                    .filter(|it| (it.written, &it.path) <= (last.0, &last.1));
                next_written(between, reading, &own, seen)
            }
            Self::Pattern {
                folder,
                pattern,
                listed,
                ..
            } => {
                let changed = written(&fs::metadata(&folder).ok()?);
                match listed {
                    Some((at, turns)) if *at == changed && *turns < TURNS_MAX => {
                        *turns += 1;
                        return None;
                    }
                    _ => {}
                }
                let files = files(folder, |name| pattern.fits(name)).ok()?;
                // One that is still empty may be the next.
                let is_all_told = files.iter().all(|it| it.size > 0 || it.id == reading.id);
                let next = next_written(files.into_iter(), reading, &own, seen);
                *listed = (is_all_told && next.is_none()).then_some((changed, 0));
                next
            }
        }
    }
}

/// A file of a folder.
struct Found {
    path: PathBuf,
    id: Id,
    size: u64,
    written: i128,
}

/// The files of a folder whose names are wanted, by when they were last written.
fn files(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<Found>, String> {
    let shown = folder.display();
    let entries =
        fs::read_dir(folder).map_err(|error| format!("{shown} cannot be listed ({error})"))?;
    let wanted = entries.take(NAMES_MAX).filter_map(|entry| {
        let entry = entry.ok()?;
        is_wanted(entry.file_name().to_str()?).then_some(())?;
        let path = entry.path();
        let metadata = fs::metadata(&path).ok().filter(Metadata::is_file)?;
        Some(Found {
            id: Id::of(&metadata),
            size: metadata.len(),
            written: written(&metadata),
            path,
        })
    });
    let mut wanted: Vec<Found> = wanted.collect();
    wanted.sort_by(|a, b| (a.written, &a.path).cmp(&(b.written, &b.path)));
    Ok(wanted)
}

/// The first that was written after the one that is read and has what was not read.
fn next_written(
    files: impl Iterator<Item = Found>,
    reading: &Reading,
    own: &Metadata,
    seen: &Seen,
) -> Option<Reading> {
    let own = (written(own), &reading.path);
    let mut later = files.filter(|it| {
        it.id != reading.id && (it.written, &it.path) > own && it.size != seen.offset(it.id)
    });
    later.find_map(|it| Reading::open(&it.path).ok())
}

/// After the file was renamed: those that were rotated between, then that which has
/// the name now. One that was deleted is let go of: it holds space on a disk.
fn after_rename(path: &Path, reading: &Reading, own: &Metadata) -> Option<Reading> {
    use std::os::unix::fs::MetadataExt;
    let now = fs::metadata(path).ok()?;
    if Id::of(&now) == reading.id {
        return None;
    }
    let mut files = between(path, reading.id);
    if now.len() > 0 || own.nlink() == 0 {
        files.push(path.to_path_buf());
    }
    let is_deleted = own.nlink() == 0;
    let mut opened = files.iter().filter_map(|path| Reading::open(path).ok());
    opened.find(|next| is_deleted || next.metadata().is_ok_and(|it| it.len() > 0))
}

/// Files that had the name after one had it and before the one that has it now, the
/// oldest first.
fn between(path: &Path, id: Id) -> Vec<PathBuf> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|it| it.to_str()))
    else {
        return Vec::new();
    };
    // Packed are those that were read, or are too late.
    let is_kin = |other: &str| rotated::turn(other, name).is_some() && !rotated::is_packed(other);
    let files = files(folder, is_kin).unwrap_or_default();
    let turn = |file: &Found| rotated::turn(file.path.file_name()?.to_str()?, name);
    let Some(own) = files.iter().find(|it| it.id == id).and_then(turn) else {
        return Vec::new();
    };
    let newer = files.iter().filter_map(|file| {
        let turn = turn(file).filter(|turn| *turn > own)?;
        Some((turn, file.path.clone()))
    });
    let mut newer: Vec<(Turn, PathBuf)> = newer.collect();
    newer.sort_by(|(a, _), (b, _)| a.partial_cmp(b).unwrap_or(Ordering::Equal));
    newer.into_iter().map(|(_, path)| path).collect()
}

/// The file that `current_logfiles` names; its paths begin at the data directory, where
/// it lies itself.
fn current(path: &Path) -> Result<PathBuf, String> {
    let shown = path.display();
    let text = current_logfiles(path);
    let text = text.map_err(|error| format!("{shown} cannot be read ({error})"))?;
    let named = KINDS
        .iter()
        .find_map(|kind| text.lines().find_map(|line| line.strip_prefix(kind)));
    let named = named.ok_or_else(|| format!("{shown} names no log"))?;
    Ok(path.parent().unwrap_or(Path::new("/")).join(named))
}
