//! The secrets of what was read: nothing that is shown has them.

use std::borrow::Cow;

use plimsoll_conf::{Entry, Files};
use plimsoll_report::redact::Secrets;

use crate::cli::Source;

/// The secrets of all files that were read, the load's too, and of arguments.
pub(super) fn secrets(files: &Files, source: &Source) -> Secrets {
    let arguments = source.set.iter();
    let arguments: Vec<String> = arguments
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    secrets_of(files, &arguments)
}

/// The secrets of files and of arguments as `name=value`.
pub(super) fn secrets_of(files: &Files, arguments: &[String]) -> Secrets {
    let mut lines: Vec<Cow<'_, str>> = Vec::new();
    for entry in files.entries() {
        if let Entry::File(bytes) = entry {
            // A comment has none, and a stock file is little else.
            let read = lines_of(bytes).map(<[u8]>::trim_ascii);
            let read = read.filter(|line| !matches!(line.first(), None | Some(b'#')));
            lines.extend(read.map(text_of));
        }
    }
    lines.extend(
        arguments
            .iter()
            .map(|argument| Cow::Borrowed(argument.as_str())),
    );
    Secrets::of(lines.iter().map(AsRef::as_ref))
}

/// A file's lines, without their line feeds.
fn lines_of(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut from = 0;
    let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    ends.map(move |end| {
        let line = &bytes[from..end];
        from = end + 1;
        line
    })
}

/// A file's text. Nearly all are whole text, and telling so is much quicker
/// than looking for what is not.
pub(super) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
