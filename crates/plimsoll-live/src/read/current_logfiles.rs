//! `current_logfiles`, in which `PostgreSQL` says what it logs into now: a line for
//! each format. It lies in a folder that others may write to: it may be anything.
//!
//! Source: `PostgreSQL`'s documentation, "Log Output Metadata".

use std::fs::OpenOptions;
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

/// Bytes of it that are read; it has three lines at most.
const BYTES_MAX: u64 = 16 << 10;

/// The formats (`stderr`, `jsonlog`, `csvlog`) and the files that it names, in its
/// order. Its paths begin at the data directory, where it lies itself.
///
/// # Errors
/// One line: it cannot be read, is no regular file, or names none.
pub(super) fn named(path: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let shown = path.display();
    let unread = |error: std::io::Error| format!("{shown} cannot be read ({error})");
    // A pipe of that name would wait for somebody to write.
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits() as i32)
        .open(path)
        .map_err(unread)?;
    if !file.metadata().map_err(unread)?.is_file() {
        return Err(format!("{shown} is no regular file"));
    }
    let mut bytes = Vec::new();
    file.take(BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(unread)?;
    let text = String::from_utf8_lossy(&bytes);
    let folder = path.parent().unwrap_or(Path::new("/"));
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    let named = lines.map(|(format, file)| (format.to_owned(), folder.join(file)));
    let named: Vec<(String, PathBuf)> = named.collect();
    match named.is_empty() {
        true => Err(format!("{shown} names no log")),
        false => Ok(named),
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES_MAX, named};
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::fs;
    use std::path::PathBuf;

    #[test]
    fn its_files_are_those_of_the_data_directory_or_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("current_logfiles");
        fs::write(&path, "stderr log/a.log\ncsvlog /var/log/a b.csv\n").unwrap();
        let files = [
            ("stderr".to_owned(), folder.path().join("log/a.log")),
            ("csvlog".to_owned(), PathBuf::from("/var/log/a b.csv")),
        ];
        assert_eq!(named(&path).unwrap(), files);
        let flood = "stderr a\n".repeat(usize::try_from(BYTES_MAX).unwrap());
        fs::write(&path, flood).unwrap();
        assert!(named(&path).unwrap().len() < 2000);
    }

    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("current_logfiles");
        assert!(named(&path).unwrap_err().contains("cannot be read"));
        mknodat(CWD, &path, FileType::Fifo, Mode::RWXU, 0).unwrap();
        assert!(named(&path).unwrap_err().ends_with("is no regular file"));
    }
}
