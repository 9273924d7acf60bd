//! The configurations in a folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_conf::{Entry, detect};

use super::reader::Reader;

/// Folders nested deeper are not looked into.
const DEPTH_MAX: usize = 16;
/// More files than this are not looked at.
const FILES_MAX: usize = 100_000;
/// The names of files that a server opens by itself; all others are included
/// by one of these.
const MAIN_NAMES: &[&str] = &["postgresql.conf", "my.cnf", "mariadb.cnf", "my.ini"];

/// The main files in a folder and below, in the order of their paths. Where no
/// file has a name that servers look for, any `.conf` and `.cnf` that reads
/// like a server's counts.
pub(super) fn mains(folder: &Path, reader: &Reader) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, 0, &mut files);
    files.sort();
    let named = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| MAIN_NAMES.contains(&name))
    };
    let mut found: Vec<PathBuf> = files.iter().filter(|path| named(path)).cloned().collect();
    if found.is_empty() {
        found = files;
        found.retain(|path| is_configuration(path, reader));
    }
    // Distributions link one name to the other (my.cnf to mariadb.cnf).
    let mut seen = BTreeSet::new();
    found.retain(|path| {
        let resolved = reader.resolved(path);
        resolved.is_ok_and(|resolved| seen.insert(resolved))
    });
    found
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden || files.len() >= FILES_MAX {
            continue;
        }
        let path = entry.path();
        // Of a link to a folder the target stands in the tree itself, or
        // outside it.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if depth < DEPTH_MAX {
                collect(&path, depth + 1, files);
            }
        } else if path
            .extension()
            .is_some_and(|it| it == "conf" || it == "cnf" || it == "ini")
        {
            files.push(path);
        }
    }
}

fn is_configuration(path: &Path, reader: &Reader) -> bool {
    match reader.entry(path) {
        Entry::File(bytes) => detect(path, &bytes).is_some(),
        Entry::Folder(_)
        | Entry::Missing
        | Entry::Unreadable(_)
        | Entry::TooLarge(_)
        | Entry::Outside
        | Entry::WorldWritable => false,
    }
}
