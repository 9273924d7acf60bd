//! The file in which `PostgreSQL` tells where it logs now (its documentation, "Log Output
//! Metadata"). It lies in a folder that is the server's: whatever else has its name is
//! not waited for, and no more of it is read than the server would write.

use std::fs::OpenOptions;
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

/// It has three lines at most.
const CURRENT_MAX: u64 = 16 << 10;

/// Its text.
///
/// # Errors
/// It cannot be read, or is no file.
pub(super) fn current_logfiles(path: &Path) -> io::Result<String> {
    // A pipe of that name would wait for somebody to write.
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits() as i32)
        .open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut text = Vec::new();
    file.take(CURRENT_MAX).read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{CURRENT_MAX, current_logfiles};
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::fs;

    #[test]
    fn what_is_no_such_file_is_neither_waited_for_nor_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("current_logfiles");
        mknodat(CWD, &path, FileType::Fifo, Mode::RWXU, 0).unwrap();
        assert!(current_logfiles(&path).is_err());
        fs::remove_file(&path).unwrap();
        fs::write(&path, "x".repeat(1 << 20)).unwrap();
        assert_eq!(current_logfiles(&path).unwrap().len() as u64, CURRENT_MAX);
        fs::write(&path, "stderr log/a.log\n").unwrap();
        assert_eq!(current_logfiles(&path).unwrap(), "stderr log/a.log\n");
    }
}
