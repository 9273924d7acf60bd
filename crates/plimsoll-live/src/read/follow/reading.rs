//! One open file: how far it was read, and whether it is still the same bytes.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::taken::{Piece, TAKEN_MAX, Taken};

/// How far behind a reader may fall before it goes on near the end.
pub(super) const BEHIND_MAX: u64 = 64 << 20;

/// The first bytes of a file that tell it from one written anew over it: a log's begin
/// with a moment.
const HEAD_MAX: usize = 64;

/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// What names a file whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(u64, u64);

impl Id {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self(metadata.dev(), metadata.ino())
    }
}

/// When it was last written, in nanoseconds of the file system's clock.
pub(super) fn written(metadata: &Metadata) -> i128 {
    i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec())
}

/// A file that is read.
#[derive(Debug)]
pub(super) struct Reading {
    file: File,
    pub(super) path: PathBuf,
    pub(super) id: Id,
    pub(super) offset: u64,
    pub(super) head: Vec<u8>,
    /// When it was last written, when last looked at.
    written: Option<i128>,
}

impl Reading {
    /// Opens a file to be read from its beginning.
    ///
    /// # Errors
    /// One line: why not.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        // A pipe of that name would wait for somebody to write.
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(OFlags::NONBLOCK.bits() as i32)
            .open(path)
            .map_err(|error| said(path, &error))?;
        let metadata = file.metadata().map_err(|error| said(path, &error))?;
        if !metadata.is_file() {
            return Err(format!("{shown} is no file: give that of a log"));
        }
        Ok(Self {
            id: Id::of(&metadata),
            file,
            path: path.to_path_buf(),
            offset: 0,
            head: Vec::new(),
            written: None,
        })
    }

    /// What went wrong with it.
    pub(super) fn said(&self, error: &io::Error) -> String {
        said(&self.path, error)
    }

    pub(super) fn metadata(&self) -> io::Result<Metadata> {
        self.file.metadata()
    }

    /// Passes over all that is there.
    pub(super) fn pass_over(&mut self) -> io::Result<()> {
        self.offset = self.metadata()?.len();
        self.head = self.first(HEAD_MAX.min(self.offset as usize))?;
        Ok(())
    }

    /// Whether what is passed over ended within a line.
    pub(super) fn is_inside_line(&self) -> bool {
        let mut last = [0];
        self.offset > 0
            && self.file.read_exact_at(&mut last, self.offset - 1).is_ok()
            && last != *b"\n"
    }

    /// Whether the beginning that was read is not there any more.
    pub(super) fn is_other(&self) -> io::Result<bool> {
        Ok(self.first(self.head.len())? != self.head)
    }

    /// Takes what came; whether that is all.
    pub(super) fn take(&mut self, taken: &mut Taken<'_>) -> io::Result<bool> {
        let metadata = self.metadata()?;
        let size = metadata.len();
        let written = written(&metadata);
        if size == self.offset && self.written == Some(written) {
            return Ok(true);
        }
        self.written = Some(written);
        if size < self.offset || self.is_other()? {
            taken.note(Piece::Truncated);
            self.offset = 0;
            self.head.clear();
        }
        if size.saturating_sub(self.offset) > BEHIND_MAX {
            self.skip(size, taken)?;
        }
        let mut chunk = vec![0; CHUNK];
        while taken.left > 0 {
            let room = chunk.len().min(taken.left);
            let read = match self.file.read_at(&mut chunk[..room], self.offset) {
                Ok(0) => return Ok(true),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if self.head.len() as u64 == self.offset {
                let more = HEAD_MAX.saturating_sub(self.head.len()).min(read);
                self.head.extend_from_slice(&chunk[..more]);
            }
            self.offset += read as u64;
            taken.bytes(&chunk[..read]);
        }
        Ok(false)
    }

    /// Goes on with the first line of what one turn takes before the end.
    fn skip(&mut self, size: u64, taken: &mut Taken<'_>) -> io::Result<()> {
        if self.head.is_empty() {
            self.head = self.first(HEAD_MAX)?;
        }
        let near = size - TAKEN_MAX as u64;
        let mut chunk = vec![0; CHUNK];
        let read = self.file.read_at(&mut chunk, near)?;
        let end = chunk[..read].iter().position(|byte| *byte == b'\n');
        let to = near + end.map_or(0, |end| end as u64 + 1);
        taken.note(Piece::Skipped {
            bytes: to - self.offset,
        });
        self.offset = to;
        Ok(())
    }

    fn first(&self, length: usize) -> io::Result<Vec<u8>> {
        let mut head = vec![0; length];
        let mut read = 0;
        while read < length {
            match self.file.read_at(&mut head[read..], read as u64)? {
                0 => break,
                more => read += more,
            }
        }
        head.truncate(read);
        Ok(head)
    }
}

fn said(path: &Path, error: &io::Error) -> String {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => format!("{shown} is not there"),
        io::ErrorKind::PermissionDenied => format!("{shown} may not be read by this user"),
        _ => format!("{shown} cannot be read ({error})"),
    }
}
