//! Plimsoll's answer to a file on disk: reads what the pure reader asks for.

use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_conf::{Entry, Files, Need};

/// Rounds of asking before a reading is given up: deeper than includes nest.
const ROUNDS_MAX: usize = 64;

/// Asks again and again, reading what is lacking, until there is an answer.
pub(super) fn ask<T>(mut reading: impl FnMut(&Files) -> Result<T, Vec<Need>>) -> Option<T> {
    let mut files = Files::new();
    for _ in 0..ROUNDS_MAX {
        match reading(&files) {
            Ok(answer) => return Some(answer),
            Err(needs) => {
                for need in needs {
                    let entry = entry(&need.path);
                    files.insert(need.path, entry);
                }
            }
        }
    }
    None
}

fn entry(path: &Path) -> Entry {
    let Ok(found) = fs::metadata(path) else {
        return Entry::Missing;
    };
    if found.is_dir() {
        let names = fs::read_dir(path).into_iter().flatten().flatten();
        return Entry::Folder(
            names
                .map(|entry| PathBuf::from(entry.file_name()))
                .collect(),
        );
    }
    match fs::read(path) {
        Ok(bytes) => Entry::File(bytes.into()),
        Err(error) => Entry::Unreadable(error.to_string()),
    }
}
