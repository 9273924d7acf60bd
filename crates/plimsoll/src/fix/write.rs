//! New files in the place of old ones, all of them or none, and never half
//! written: written beside, synced, and only then renamed over. The old ones
//! are kept.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::Access;
use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::read::reason;

/// What is put behind the name of an old file. No server reads such a name in
/// a folder that it includes.
const KEPT: &str = ".plimsoll-bak";
/// Old files of one name that are kept.
const KEPT_MAX: u32 = 99;
/// What is put behind the name of a file that is being written.
const STAGED: &str = ".plimsoll-new";
/// The mode bits by which anyone at all may write a file.
const SOMEONE_MAY_WRITE: u32 = 0o222;

/// A file as it is to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct New<'a> {
    /// The file itself, links resolved.
    pub(super) path: &'a Path,
    /// Its path as the user knows it.
    pub(super) shown: &'a str,
    /// The bytes that were judged.
    pub(super) before: &'a [u8],
    /// The bytes to write.
    pub(super) after: &'a [u8],
}

/// An old file that was kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// Where it is.
    pub(super) path: PathBuf,
    /// The same for people.
    pub(super) shown: String,
}

/// Writes them all, or none. An old file that is kept already is never
/// written over: the next one gets a number.
pub(super) fn write(files: &[New<'_>]) -> Result<Vec<Kept>, Failure> {
    let staged: Vec<NamedTempFile> = files
        .iter()
        .map(|file| staged(file).map_err(|why| failed(file, &why)))
        .collect::<Result<_, _>>()?;
    let mut done: Vec<(&New<'_>, Kept)> = Vec::new();
    for (file, new) in files.iter().zip(staged) {
        match swapped(file, new) {
            Ok(kept) => done.push((file, kept)),
            Err(why) => return Err(undone(&done, failed(file, &why))),
        }
    }
    // Who wrote into the old file up to the renaming wrote into the kept one.
    let late = done
        .iter()
        .find(|(file, kept)| unchanged(&kept.path, file.before).is_err());
    if let Some((file, _)) = late {
        return Err(undone(&done, failed(file, &changed())));
    }
    for file in files {
        sync_folder(file.path);
    }
    Ok(done.into_iter().map(|(_, kept)| kept).collect())
}

/// Puts the old files back.
fn undone(done: &[(&New<'_>, Kept)], failure: Failure) -> Failure {
    let mut lost = Vec::new();
    for (file, kept) in done {
        if fs::rename(&kept.path, file.path).is_err() {
            lost.push(format!("{} is kept as {}", file.shown, kept.shown));
        }
        sync_folder(file.path);
    }
    if lost.is_empty() {
        return failure;
    }
    Failure::new(format_args!(
        "{failure}, but for what could not be put back: {}",
        lost.join(", ")
    ))
}

fn failed(file: &New<'_>, why: &str) -> Failure {
    Failure::new(format_args!("{}: not fixed: {why}", file.shown))
}

fn changed() -> String {
    "it changed while it was being checked; check it again".to_owned()
}

/// The new bytes in a file of their own beside the old one, on the disk.
fn staged(file: &New<'_>) -> Result<NamedTempFile, String> {
    let old = fs::symlink_metadata(file.path).map_err(|error| reason(&error))?;
    if !old.is_file() {
        return Err("it is no longer a file".to_owned());
    }
    if old.mode() & SOMEONE_MAY_WRITE == 0 {
        return Err("it is read-only; chmod u+w if you mean it".to_owned());
    }
    rustix::fs::access(file.path, Access::WRITE_OK)
        .map_err(|error| format!("you may not write it: {}", reason(&error.into())))?;
    unchanged(file.path, file.before)?;
    let (folder, name) = parts(file.path);
    let staged = tempfile::Builder::new()
        .prefix(&joined(OsStr::new("."), name))
        .suffix(STAGED)
        .tempfile_in(folder)
        .and_then(|mut new| {
            new.write_all(file.after)?;
            Ok(new)
        })
        .map_err(|error| format!("cannot write beside it: {}", reason(&error)))?;
    like(staged.as_file(), &old)?;
    let synced = staged.as_file().sync_all();
    synced.map_err(|error| format!("cannot write beside it: {}", reason(&error)))?;
    Ok(staged)
}

/// Gives a new file the owner and the mode of the old one. A server that may
/// no longer read its file would not start.
fn like(new: &File, old: &Metadata) -> Result<(), String> {
    let own = new.metadata().map_err(|error| reason(&error))?;
    if (own.uid(), own.gid()) != (old.uid(), old.gid()) {
        fchown(new, Some(old.uid()), Some(old.gid())).map_err(|_| {
            "its owner and group could not be kept; run it as who owns it".to_owned()
        })?;
    }
    let mode = fs::Permissions::from_mode(old.mode() & 0o7777);
    new.set_permissions(mode).map_err(|error| reason(&error))
}

/// Keeps the old file and puts the new one in its place.
fn swapped(file: &New<'_>, new: NamedTempFile) -> Result<Kept, String> {
    let kept = kept(file)?;
    let put = unchanged(&kept.path, file.before).and_then(|()| match new.persist(file.path) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("cannot take its place: {}", reason(&error.error))),
    });
    if let Err(why) = put {
        // Nothing took the old file's place: one name of it is enough.
        let _ = fs::remove_file(&kept.path);
        return Err(why);
    }
    Ok(kept)
}

/// A second name for the old file: the first of its kind that is free.
fn kept(file: &New<'_>) -> Result<Kept, String> {
    let (folder, name) = parts(file.path);
    for number in 1..=KEPT_MAX {
        let mut ending = OsString::from(KEPT);
        if number > 1 {
            ending.push(format!(".{number}"));
        }
        let path = folder.join(joined(name, &ending));
        match named_again(file, &path) {
            Ok(()) => {
                let own = Path::new(file.shown);
                let beside = if own.is_symlink() {
                    path.clone()
                } else {
                    own.with_file_name(joined(name, &ending))
                };
                let shown = beside.display().to_string();
                return Ok(Kept { path, shown });
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(format!("cannot keep the old one: {}", reason(&error))),
        }
    }
    Err(format!(
        "{KEPT_MAX} old ones are kept already; take some away"
    ))
}

/// A link of the same file, so that nothing is copied; a copy where there are
/// no links.
fn named_again(file: &New<'_>, path: &Path) -> io::Result<()> {
    match fs::hard_link(file.path, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {}
        result => return result,
    }
    let old = fs::metadata(file.path)?;
    let mut copy = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    copy.write_all(file.before)?;
    copy.set_permissions(fs::Permissions::from_mode(old.mode() & 0o7777))?;
    copy.sync_all()
}

/// Whether a file still holds the bytes that were judged.
fn unchanged(path: &Path, before: &[u8]) -> Result<(), String> {
    let now = fs::metadata(path).map_err(|error| reason(&error))?;
    let same = now.len() == before.len() as u64
        && fs::read(path).map_err(|error| reason(&error))? == before;
    if same { Ok(()) } else { Err(changed()) }
}

/// Makes the renaming last. Some file systems cannot sync a folder and need
/// not.
fn sync_folder(path: &Path) {
    let (folder, _) = parts(path);
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// The folder and the name of a file whose links are resolved.
fn parts(path: &Path) -> (&Path, &OsStr) {
    let folder = path.parent().unwrap_or(Path::new("/"));
    (folder, path.file_name().unwrap_or_default())
}

fn joined(one: &OsStr, other: &OsStr) -> OsString {
    let mut both = one.to_owned();
    both.push(other);
    both
}

#[cfg(test)]
mod tests;
