//! What stands at a path, read safely: bounded, never blocking, and not
//! outside the folder checked unless told to follow.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use plimsoll_conf::Entry;
use plimsoll_model::Engine;
use rustix::fs::OFlags;

/// A configuration of more bytes is none.
pub(super) const FILE_BYTES_MAX: u64 = 16 << 20;
/// A folder of more names is not listed to its end.
const NAMES_MAX: usize = 100_000;
/// The mode bit by which servers know that anyone may write a file.
const OTHERS_MAY_WRITE: u32 = 0o002;

/// What stands at a path for a program that reads option files, wherever it
/// lies.
pub(crate) fn my_cnf_entry(path: &Path) -> Entry {
    let folder = path.parent().unwrap_or(path);
    match Reader::below(folder, true) {
        Ok(reader) => reader.my_cnf_entry(path),
        Err(_) => Entry::Missing,
    }
}

/// What stands at a path now for a server of a kind, wherever it lies.
pub(crate) fn entry_now(engine: Engine, path: &Path) -> Entry {
    if engine.reads_my_cnf() {
        return my_cnf_entry(path);
    }
    let folder = path.parent().unwrap_or(path);
    Reader::below(folder, true).map_or(Entry::Missing, |reader| reader.entry(path))
}

/// Reads below one folder.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    /// The folder checked, links resolved.
    root: PathBuf,
    follow_outside: bool,
    /// Folders with their links resolved: each is asked of for every file that
    /// is, or might be, in it.
    folders: Arc<Mutex<HashMap<PathBuf, PathBuf>>>,
}

impl Reader {
    /// A reader for a folder that exists.
    pub(super) fn below(folder: &Path, follow_outside: bool) -> io::Result<Self> {
        let root = fs::canonicalize(or_here(folder))?;
        let folders = HashMap::from([(folder.to_owned(), root.clone())]);
        Ok(Self {
            root,
            follow_outside,
            folders: Arc::new(Mutex::new(folders)),
        })
    }

    /// Whether a path is the folder checked.
    pub(super) fn is_root(&self, path: &Path) -> bool {
        self.folder(path).is_ok_and(|path| path == self.root)
    }

    /// A path with its links and `..` resolved, as the kernel will. A name that
    /// is no link lies where its folder lies.
    pub(super) fn resolved(&self, path: &Path) -> io::Result<PathBuf> {
        let Some((folder, name)) = parts(path) else {
            return self.folder(path);
        };
        if fs::symlink_metadata(folder.join(name))?.is_symlink() {
            return fs::canonicalize(path);
        }
        Ok(self.folder(folder)?.join(name))
    }

    fn known(&self, folder: &Path) -> Option<PathBuf> {
        self.folders.lock().ok()?.get(folder).cloned()
    }

    /// Below a folder that is known only what leads on from there is looked at;
    /// else the kernel is asked of every part of the path.
    fn folder(&self, folder: &Path) -> io::Result<PathBuf> {
        if let Some(known) = self.known(folder) {
            return Ok(known);
        }
        let mut above = folder.ancestors().skip(1);
        let is_below = parts(folder).is_some() && above.any(|above| self.known(above).is_some());
        let resolved = if is_below {
            self.resolved(folder)?
        } else {
            fs::canonicalize(or_here(folder))?
        };
        if let Ok(mut known) = self.folders.lock() {
            known.insert(folder.to_owned(), resolved.clone());
        }
        Ok(resolved)
    }

    /// What stands at a path.
    pub(super) fn entry(&self, path: &Path) -> Entry {
        let seen = match parts(path) {
            Some((folder, name)) => fs::symlink_metadata(folder.join(name)),
            None => fs::symlink_metadata(path),
        };
        let is_link = seen.as_ref().is_ok_and(Metadata::is_symlink);
        if !self.may_read(path, is_link) {
            return Entry::Outside;
        }
        let seen = if is_link { fs::metadata(path) } else { seen };
        match seen.and_then(|seen| look(path, &seen)) {
            Ok(entry) => entry,
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Entry::Missing,
                _ => Entry::Unreadable(reason(&error)),
            },
        }
    }

    /// What stands at a path that a server of the my.cnf family reads: it
    /// passes over a file that anyone may write.
    pub(super) fn my_cnf_entry(&self, path: &Path) -> Entry {
        let entry = self.entry(path);
        let written_by_server = path
            .file_name()
            .is_some_and(|name| name == "mysqld-auto.cnf");
        let open = fs::metadata(path).is_ok_and(|it| it.mode() & OTHERS_MAY_WRITE != 0);
        match entry {
            Entry::File(_) if open && !written_by_server => Entry::WorldWritable,
            entry => entry,
        }
    }

    /// Decided on the path with its links and `..` resolved, as the kernel
    /// will. What is no link, there or not, lies where its folder lies; of a
    /// path that is not there, its nearest folder that is decides.
    fn may_read(&self, path: &Path, is_link: bool) -> bool {
        if self.follow_outside {
            return true;
        }
        let folder = parts(path).filter(|_| !is_link);
        if let Some(Ok(folder)) = folder.map(|(folder, _)| self.folder(folder)) {
            return folder.starts_with(&self.root);
        }
        let mut parts = path.ancestors();
        let resolved = parts.find_map(|part| match self.resolved(part) {
            Ok(resolved) => Some(Some(resolved)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            // What cannot be resolved cannot be read either; reading says why.
            Err(_) => Some(None),
        });
        resolved
            .flatten()
            .is_none_or(|resolved| resolved.starts_with(&self.root))
    }
}

/// A path's folder and its name, where it ends in one. What may follow the
/// name is left off: `link/` leads through the link.
fn parts(path: &Path) -> Option<(&Path, &OsStr)> {
    path.parent().zip(path.file_name())
}

fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

fn look(path: &Path, seen: &Metadata) -> io::Result<Entry> {
    if seen.is_dir() {
        return names(path).map(Entry::Folder);
    }
    if let Some(what) = no_file(seen) {
        return Ok(Entry::Unreadable(format!("it is {what}, not a file")));
    }
    // Between the look and the opening a pipe may have taken its place: do not
    // wait for its other end.
    let file = fs::OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
        .open(path)?;
    let metadata = file.metadata()?;
    if metadata.len() > FILE_BYTES_MAX {
        return Ok(Entry::TooLarge(metadata.len()));
    }
    bounded(file, metadata.len())
}

/// The bytes of a file or stream, if they are not too many; about how many is
/// to be expected, as far as anyone knows.
pub(super) fn bounded(mut from: impl Read, about_bytes: u64) -> io::Result<Entry> {
    let room = about_bytes.min(FILE_BYTES_MAX) + 1;
    // A whole file comes with one call; what reads to an unknown end begins small.
    let mut bytes = vec![0; usize::try_from(room).unwrap_or_default()];
    let first = from.read(&mut bytes)?;
    bytes.truncate(first);
    let more = (FILE_BYTES_MAX + 1).saturating_sub(first as u64);
    from.take(more).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Ok(Entry::TooLarge(bytes.len() as u64));
    }
    Ok(Entry::File(Arc::from(bytes)))
}

fn no_file(metadata: &Metadata) -> Option<&'static str> {
    let kind = metadata.file_type();
    if kind.is_fifo() {
        Some("a pipe")
    } else if kind.is_socket() {
        Some("a socket")
    } else if kind.is_char_device() || kind.is_block_device() {
        Some("a device")
    } else {
        None
    }
}

fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?
        .take(NAMES_MAX)
        .map(|entry| Ok(PathBuf::from(entry?.file_name())))
        .collect()
}

/// The system's words without its error number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    text[..end].to_lowercase()
}

/// Standard input, to its end.
pub(super) fn standard_input() -> io::Result<Entry> {
    bounded(io::stdin().lock(), 0)
}

#[cfg(test)]
mod tests {
    use super::Reader;
    use plimsoll_conf::Entry;
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    #[test]
    fn nothing_leads_out_of_the_folder_however_it_is_spelt() {
        let all = tempfile::tempdir().unwrap();
        let (inside, outside) = (all.path().join("in"), all.path().join("out"));
        fs::create_dir_all(inside.join("a/b")).unwrap();
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("x.conf"), "a").unwrap();
        fs::write(inside.join("a/b/x.conf"), "b").unwrap();
        symlink(&outside, inside.join("link")).unwrap();
        symlink(inside.join("a/b"), inside.join("own")).unwrap();
        symlink(outside.join("x.conf"), inside.join("a/y.conf")).unwrap();
        let reader = Reader::below(&inside, false).unwrap();
        let out = [
            "link",
            "link/",
            "link/x.conf",
            "link/none",
            "a/y.conf",
            "../out/x.conf",
            "a/../link/x.conf",
            "own/../../../out/x.conf",
        ];
        for path in out {
            assert_eq!(reader.entry(&inside.join(path)), Entry::Outside, "{path}");
        }
        for path in ["a/b/x.conf", "own/x.conf", "a/../own//x.conf"] {
            let file = Entry::File((*b"b").into());
            assert_eq!(reader.entry(&inside.join(path)), file, "{path}");
        }
        for path in ["a/none", "none/x.conf", "a/b/x.conf/x"] {
            assert_eq!(reader.entry(&inside.join(path)), Entry::Missing, "{path}");
        }
        assert_eq!(reader.entry(Path::new("/etc/hostname")), Entry::Outside);
    }
}
