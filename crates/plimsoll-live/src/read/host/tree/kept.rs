//! Files that stay open from one reading to the next: opening one of the kernel's
//! costs more than reading it. It knows no file's meaning.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How many stay open; what is read beyond them is opened anew each time.
const FILES_MAX: usize = 40;

/// How much of one file is read.
const READ_MAX: usize = 1 << 20;

/// Room for most of the kernel's files, the end that a last reading finds included.
const USUAL: usize = 5 << 10;

/// Open files by their paths.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<BTreeMap<PathBuf, File>>);

impl Kept {
    /// A file from its beginning, its first [`READ_MAX`] bytes.
    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = files.get(path) {
            if let Ok(bytes) = whole(file) {
                return Ok(bytes);
            }
            // Of a process or a group that is gone: another may have its name by now.
            files.remove(path);
        }
        let file = File::open(path)?;
        let bytes = whole(&file)?;
        if files.len() < FILES_MAX {
            files.insert(path.to_path_buf(), file);
        }
        Ok(bytes)
    }
}

fn whole(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; USUAL];
    let mut length = 0;
    loop {
        match file.read_at(&mut bytes[length..], length as u64) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if length == bytes.len() {
            if length >= READ_MAX {
                break;
            }
            bytes.resize(length.saturating_mul(2).min(READ_MAX), 0);
        }
    }
    bytes.truncate(length);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Kept, USUAL};
    use std::fs;

    #[test]
    fn a_file_is_read_anew_each_time_from_its_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stat");
        let kept = Kept::default();
        for length in [3, USUAL, 3 * USUAL + 1, 0, 7] {
            let text = vec![b'x'; length];
            fs::write(&path, &text).unwrap();
            assert_eq!(kept.read(&path).unwrap(), text);
        }
        assert!(kept.read(&folder.path().join("other")).is_err());
    }
}
