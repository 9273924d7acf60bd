//! Writing where something is in the way: the old files stand as they were.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{KEPT_MAX, New, write};

/// Every file of a folder and its bytes.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect()
}

fn folder_with(files: &[(&str, &str)]) -> (TempDir, Vec<PathBuf>) {
    let folder = TempDir::new().unwrap();
    let mut paths = Vec::new();
    for (name, text) in files {
        paths.push(folder.path().join(name));
        fs::write(paths.last().unwrap(), text).unwrap();
    }
    (folder, paths)
}

fn new<'a>(path: &'a Path, before: &'a str, after: &'a str) -> New<'a> {
    New {
        path,
        shown: "a.conf",
        before: before.as_bytes(),
        after: after.as_bytes(),
    }
}

#[test]
fn the_first_old_file_is_never_lost() {
    let (folder, paths) = folder_with(&[("a.conf", "1")]);
    fs::set_permissions(&paths[0], fs::Permissions::from_mode(0o640)).unwrap();
    let first = write(&[new(&paths[0], "1", "2")]).unwrap();
    let second = write(&[new(&paths[0], "2", "3")]).unwrap();
    assert_eq!(first[0].shown, "a.conf.plimsoll-bak");
    assert_eq!(second[0].shown, "a.conf.plimsoll-bak.2");
    let texts: Vec<Vec<u8>> = all(folder.path()).into_values().collect();
    assert_eq!(texts, [b"3", b"1", b"2"]);
    let mode = fs::metadata(&paths[0]).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o640);
}

#[test]
fn a_file_that_changed_meanwhile_is_not_written_nor_are_those_with_it() {
    let (folder, paths) = folder_with(&[("a.conf", "1"), ("b.conf", "changed")]);
    let before = all(folder.path());
    let said = write(&[new(&paths[0], "1", "2"), new(&paths[1], "judged", "2")]);
    assert_eq!(
        said.unwrap_err().to_string(),
        "a.conf: not fixed: it changed while it was being checked; check it again"
    );
    assert_eq!(all(folder.path()), before);
}

#[test]
fn what_was_written_already_is_put_back_where_the_next_cannot_be() {
    let (folder, paths) = folder_with(&[("a.conf", "1"), ("b.conf", "1")]);
    for number in 1..=KEPT_MAX {
        let ending = if number > 1 {
            format!(".{number}")
        } else {
            String::new()
        };
        fs::write(
            folder.path().join(format!("b.conf.plimsoll-bak{ending}")),
            "0",
        )
        .unwrap();
    }
    let before = all(folder.path());
    let said = write(&[new(&paths[0], "1", "2"), new(&paths[1], "1", "2")]);
    assert_eq!(
        said.unwrap_err().to_string(),
        "a.conf: not fixed: 99 old ones are kept already; take some away"
    );
    assert_eq!(all(folder.path()), before);
}

#[test]
fn a_read_only_file_stays_even_for_root() {
    let (folder, paths) = folder_with(&[("a.conf", "1")]);
    fs::set_permissions(&paths[0], fs::Permissions::from_mode(0o444)).unwrap();
    assert!(write(&[new(&paths[0], "1", "2")]).is_err());
    assert_eq!(all(folder.path()).into_values().collect::<Vec<_>>(), [b"1"]);
}
