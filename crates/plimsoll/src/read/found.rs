//! The main files at a path, and the bytes of one. What stands in them is not known here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use plimsoll_conf::Entry;
use plimsoll_report::redact;

use super::find;
use super::reader::{Reader, reason, standard_input};
use crate::cli::Source;
use crate::failure::Failure;

/// A main file that is there to be read, and the folder it may read in.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    path: PathBuf,
    reader: Reader,
}

impl Found {
    /// Reads it.
    pub(super) fn opened(self) -> Result<Main, Failure> {
        let entry = if self.path.as_os_str() == "-" {
            standard_input()
                .map_err(|error| Failure::new(format_args!("standard input: {}", reason(&error))))?
        } else {
            self.reader.entry(&self.path)
        };
        Ok(Main {
            bytes: bytes_of(entry, &self.path)?,
            path: self.path,
            reader: self.reader,
        })
    }
}

/// A main file that was read.
#[derive(Clone, Debug)]
pub(super) struct Main {
    pub(super) path: PathBuf,
    pub(super) bytes: Arc<[u8]>,
    pub(super) reader: Reader,
}

/// The main files at a path, or why there are none.
pub(crate) fn found(path: &Path, source: &Source) -> Vec<Result<Found, Failure>> {
    if path.as_os_str() == "-" {
        return vec![on_standard_input(source)];
    }
    if let Some(url) = path.to_str().filter(|path| path.contains("://")) {
        return vec![Err(Failure::new(format_args!(
            "{}: check reads files; plimsoll audit judges a running server",
            redact::text(url)
        )))];
    }
    let is_folder = path.is_dir();
    let folder = if is_folder {
        path
    } else {
        path.parent().unwrap_or(path)
    };
    let reader = match Reader::below(folder, source.follow_outside) {
        Ok(reader) => reader,
        Err(error) => {
            let (folder, why) = (shown(folder), reason(&error));
            return vec![Err(Failure::new(format_args!(
                "{folder}: {why}; check the path"
            )))];
        }
    };
    if !is_folder {
        let path = path.to_path_buf();
        return vec![Ok(Found { path, reader })];
    }
    let mains = find::mains(path, &reader);
    if mains.is_empty() {
        return vec![Err(Failure::new(format_args!(
            "{}: no postgresql.conf or my.cnf in this folder; give the path of the configuration file",
            shown(path)
        )))];
    }
    let found = |path| {
        let reader = reader.clone();
        Ok(Found { path, reader })
    };
    mains.into_iter().map(found).collect()
}

fn on_standard_input(source: &Source) -> Result<Found, Failure> {
    let reader = Reader::below(Path::new("."), source.follow_outside)
        .map_err(|error| Failure::new(format_args!("the working folder: {}", reason(&error))))?;
    let path = PathBuf::from("-");
    Ok(Found { path, reader })
}

/// A file's bytes, or what stands there instead and what to do about it.
pub(super) fn bytes_of(entry: Entry, path: &Path) -> Result<Arc<[u8]>, Failure> {
    let path = shown(path);
    let why = match entry {
        Entry::File(bytes) => return Ok(bytes),
        Entry::Folder(_) => "it is a folder; give a file in it".to_owned(),
        Entry::Missing => "there is no such file; check the path".to_owned(),
        Entry::Unreadable(why) => format!("{why}; give a file that you may read"),
        Entry::TooLarge(bytes) => format!(
            "{bytes} bytes or more are too many for a configuration (16 MiB is the limit); \
             check the path"
        ),
        Entry::Outside => {
            "it is a link that leaves its folder; give the file itself or add --follow-outside"
                .to_owned()
        }
        Entry::WorldWritable => "anyone may write it, so servers ignore it; chmod o-w".to_owned(),
    };
    Err(Failure::new(format_args!("{path}: {why}")))
}

/// A path for people, as it was typed.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}
