//! Incidents as files: `incidents/NAME-TIME.json` in a folder of the user's, the newest
//! so many.

use std::fs;
use std::path::{Path, PathBuf};

use crate::output;
use crate::read::reason;

/// Files that are kept; the oldest go first.
const FILES_MAX: usize = 1000;

/// Writes one, and drops those that are too many.
///
/// # Errors
/// What was in the way, in a line.
pub(super) fn write(folder: &Path, id: &str, text: &str) -> Result<(), String> {
    let folder = folder.join("incidents");
    let failed =
        |path: &Path, error: &std::io::Error| format!("{}: {}", path.display(), reason(error));
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    let path = folder.join(format!("{id}.json"));
    output::file(&path, text, "it").map_err(|why| why.to_string())?;
    let files = incidents(&folder).map_err(|error| failed(&folder, &error))?;
    let many = files.len().saturating_sub(FILES_MAX);
    for (_, path) in &files[..many] {
        fs::remove_file(path).map_err(|error| failed(path, &error))?;
    }
    Ok(())
}

/// The incidents of a folder with their times, the oldest first; what is not named as
/// one is another's.
fn incidents(folder: &Path) -> std::io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let time = name.to_str().and_then(time);
        files.extend(time.map(|time| (time.to_owned(), entry.path())));
    }
    files.sort_unstable();
    Ok(files)
}

/// The time in an incident's name, like `20270115T080000Z`: its order as text is that in
/// time.
fn time(name: &str) -> Option<&str> {
    let (_, time) = name.strip_suffix(".json")?.rsplit_once('-')?;
    let is_time = time.bytes().enumerate().all(|(at, byte)| match at {
        8 => byte == b'T',
        15 => byte == b'Z',
        _ => byte.is_ascii_digit(),
    });
    (is_time && time.len() == 16).then_some(time)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{FILES_MAX, write};

    #[test]
    fn the_oldest_incidents_go_and_nothing_of_another() {
        let state = tempfile::tempdir().unwrap();
        let id = |at: usize| format!("shop-{}-20270115T{:06}Z", 9 - at % 10, at);
        let folder = state.path().join("incidents");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("a-notes.json"), "").unwrap();
        for at in 0..FILES_MAX {
            fs::write(folder.join(id(at) + ".json"), "").unwrap();
        }
        write(state.path(), &id(FILES_MAX), "{}").unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), FILES_MAX + 1);
        let is_there = |name: &str| folder.join(name).exists();
        assert!(is_there("a-notes.json") && is_there(&(id(FILES_MAX) + ".json")));
        assert!(!is_there(&(id(0) + ".json")) && is_there(&(id(1) + ".json")));
        assert_eq!(
            fs::read_to_string(folder.join(id(FILES_MAX) + ".json")).unwrap(),
            "{}"
        );
    }
}
