//! Reading values out of the server's messages. Knows no wording.

use crate::record::Record;
use crate::signal::FileFault;

/// What stands behind `label`.
pub(super) fn after<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    text.split_once(label).map(|(_, rest)| rest)
}

/// The number right behind `label`.
pub(super) fn number(text: &str, label: &str) -> Option<u64> {
    let rest = after(text, label)?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    rest[..end.unwrap_or(rest.len())].parse().ok()
}

/// The first text between double quotes.
pub(super) fn quoted(text: &str) -> Option<&str> {
    let (inside, _) = after(text, "\"")?.split_once('"')?;
    Some(inside)
}

/// The first text between double quotes, to keep.
pub(super) fn name(text: &str) -> Option<String> {
    quoted(text).map(str::to_owned)
}

/// The message and what `label` adds to it: some messages give the system's
/// error only there.
pub(super) fn with_added(record: &Record<'_>, label: &str) -> String {
    let added = record.added(label).unwrap_or_default();
    format!("{} {added}", record.message)
}

/// What the system's error at the end of a message says of its file.
pub(super) fn file_fault(text: &str) -> Option<FileFault> {
    let path = name(text);
    if text.contains("Permission denied") || text.contains("Operation not permitted") {
        Some(FileFault::Rights { path })
    } else if text.contains("No such file or directory") {
        Some(FileFault::Missing { path })
    } else {
        None
    }
}
