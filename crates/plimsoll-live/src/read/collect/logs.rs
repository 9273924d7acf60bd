//! A log and what it was rotated into: by its folder, by the beginning of its
//! name, by when it was last written. Opens none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;

use super::{Content, Gathered};
use crate::read::rotated::is_of;
use plimsoll_model::BundleKind;

/// Files of one log that are taken, the newest.
pub const FAMILY_MAX: usize = 64;

/// Names in a folder that are looked at.
const NAMES_MAX: usize = 10_000;

/// The files of a log that were written to since a moment, the oldest first. A
/// folder stands for all files in it.
pub fn family(kind: BundleKind, place: &Path, since: Timestamp) -> Gathered {
    let mut gathered = Gathered::default();
    let shown = place.display().to_string();
    match members(place, since) {
        Ok(mut files) => {
            files.sort();
            let left_out = files.len().saturating_sub(FAMILY_MAX);
            if left_out > 0 {
                let why =
                    format!("{left_out} older files of it are left out: {FAMILY_MAX} are taken");
                gathered.gap(&shown, why);
            }
            for (_, path) in files.into_iter().skip(left_out) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let from = path.display().to_string();
                gathered.add(kind, &name, &from, Content::File(path.clone()));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            gathered.gap(
                &shown,
                "not allowed: needs root, or the group that may read it",
            );
        }
        Err(error) => gathered.gap(&shown, error.kind().to_string()),
    }
    gathered
}

fn members(place: &Path, since: Timestamp) -> io::Result<Vec<(SystemTime, PathBuf)>> {
    let metadata = fs::metadata(place)?;
    let (folder, stem) = if metadata.is_dir() {
        (place, None)
    } else {
        let name = place
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        (place.parent().unwrap_or(place), name)
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // The file may be read where its folder may not be listed.
        Err(_) if stem.is_some() => return Ok(vec![(metadata.modified()?, place.to_owned())]),
        Err(error) => return Err(error),
    };
    let is_since = |at: SystemTime| Timestamp::try_from(at).is_ok_and(|at| at >= since);
    let members = entries.take(NAMES_MAX).flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let path = entry.path();
        let metadata = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
        let at = metadata.modified().ok().filter(|at| is_since(*at))?;
        let is_empty = metadata.len() == 0;
        let is_member = stem.as_ref().is_none_or(|stem| is_of(&name, stem));
        (is_member && !is_empty).then_some((at, path))
    });
    Ok(members.collect())
}

#[cfg(test)]
mod tests {
    use super::{Gathered, family};
    use jiff::{SignedDuration, Timestamp};
    use plimsoll_model::BundleKind;
    use std::fs::{self, File};
    use std::path::Path;

    fn names(gathered: &Gathered) -> Vec<&str> {
        gathered.pieces.iter().map(|it| it.name.as_str()).collect()
    }

    #[test]
    fn what_was_written_since_is_taken_the_oldest_first() {
        let folder = tempfile::tempdir().unwrap();
        let now = Timestamp::now();
        let hours = |hours| now - SignedDuration::from_hours(hours);
        for (name, age) in [("a.log", 0), ("a.log.1", 3), ("a.log.2", 30), ("b.log", 1)] {
            let path = folder.path().join(name);
            fs::write(&path, "x").unwrap();
            File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_modified(hours(age).into())
                .unwrap();
        }
        let of = |path: &Path| family(BundleKind::Log, path, hours(24));
        assert_eq!(
            names(&of(&folder.path().join("a.log"))),
            ["a.log.1", "a.log"]
        );
        assert_eq!(names(&of(folder.path())), ["a.log.1", "b.log", "a.log"]);
        let none = of(&folder.path().join("none"));
        assert_eq!((none.pieces.len(), none.gaps.len()), (0, 1));
    }
}
