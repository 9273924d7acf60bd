//! Names of a log that was rotated: which are of it, and which came before which.
//! Knows names alone, and opens nothing.
//!
//! Source: logrotate(8), `dateext`, `extension`, `compress`.

use std::cmp::Ordering;

/// What stands between a log's name and what rotation adds: `.1`, `-20240522`.
const SIGNS: [char; 2] = ['.', '-'];

/// The ends of a file that was packed.
const PACKED: [&str; 4] = [".gz", ".xz", ".bz2", ".zst"];

/// A number above it is a date.
const NUMBER_MAX: u64 = 10_000;

/// When a file was rotated, by its name: later is greater, and what is numbered and what
/// has a date tell nothing of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// `log.2` is older than `log.1`.
    Number(u64),
    /// `log-20260101` is older than `log-20260102`.
    Date(String),
}

impl PartialOrd for Turn {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(own), Self::Number(other)) => Some(other.cmp(own)),
            (Self::Date(own), Self::Date(other)) => Some(own.cmp(other)),
            (Self::Number(_), Self::Date(_)) | (Self::Date(_), Self::Number(_)) => None,
        }
    }
}

/// Whether a file is a log, or one that it was rotated into: `server.log.1`,
/// `server.log-20240522.gz` and `server-20240522.log` are of `server.log`.
pub(super) fn is_of(name: &str, log: &str) -> bool {
    name == log || turn(name, log).is_some()
}

/// Whether it was packed.
pub(super) fn is_packed(name: &str) -> bool {
    PACKED.iter().any(|end| name.ends_with(end))
}

/// When a file was rotated; `None` where it is the log itself or another's.
pub(super) fn turn(name: &str, log: &str) -> Option<Turn> {
    let name = PACKED
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name);
    let added = behind(name, log).or_else(|| between(name, log))?;
    added
        .contains(|it: char| it.is_ascii_digit())
        .then_some(())?;
    let number = added.parse().ok().filter(|it| *it < NUMBER_MAX);
    Some(number.map_or_else(|| Turn::Date(added.to_owned()), Turn::Number))
}

fn behind<'a>(name: &'a str, log: &str) -> Option<&'a str> {
    name.strip_prefix(log)?.strip_prefix(SIGNS)
}

/// Between the name and its ending, or that and a number (`server-20240522.log.1`).
fn between<'a>(name: &'a str, log: &str) -> Option<&'a str> {
    let (bare, end) = log.rsplit_once('.')?;
    let added = name.strip_prefix(bare)?.strip_prefix('-')?;
    let is_dated = added.starts_with(|it: char| it.is_ascii_digit());
    (is_dated && name.contains(&format!(".{end}"))).then_some(added)
}

#[cfg(test)]
mod tests {
    use super::{is_of, is_packed, turn};

    #[test]
    fn rotated_files_are_told_from_their_neighbours() {
        let of = [
            "error.log",
            "error.log.1",
            "error.log.2.gz",
            "error.log-20240522",
            "error.log-20240522.gz",
            "error-20240522.log",
            "error-20240522.log.gz",
        ];
        for name in of {
            assert!(is_of(name, "error.log"), "{name}");
        }
        let others = [
            "error.log.swp",
            "error.log.gz",
            "mysql-slow.log",
            "error-slow.log",
            "error.logs",
            "mysql-bin.000001",
        ];
        for name in others {
            assert!(!is_of(name, "error.log"), "{name}");
        }
        assert!(is_packed("a.log.1.zst") && !is_packed("a.log.1"));
    }

    #[test]
    fn what_was_rotated_later_is_greater() {
        let turn = |name| turn(name, "a.log").unwrap();
        assert!(turn("a.log.1") > turn("a.log.10.gz"));
        assert!(turn("a.log-20260102") > turn("a.log-20260101"));
        assert!(turn("a-20260102.log") > turn("a-20260101.log"));
        let unlike = turn("a.log.1").partial_cmp(&turn("a.log-20260101"));
        assert_eq!(unlike, None);
    }
}
