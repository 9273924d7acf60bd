//! A whole entry as it may be handed on: still of its format, so that it can be
//! read again. It errs on the side of taking out too much, for nobody looks at it
//! before it leaves the machine.

use plimsoll_model::secret;

use super::fields;
use super::parts::text;
use crate::read;
use crate::read::format::Format;
use crate::record::Speaker;

/// The entry without what must not leave the machine.
pub(super) fn redact(entry: &str, format: &dyn Format) -> String {
    if entry.trim_start().starts_with('{') {
        // Else the head of a list, or an object that was cut.
        return fields::json(entry).unwrap_or_else(|| {
            if entry.ends_with("\"items\": [") {
                secret::mask(entry)
            } else {
                text(entry)
            }
        });
    }
    if let Some(shown) = fields::csv(entry, format.name()) {
        return shown;
    }
    match format.speaker() {
        // The kernel quotes nobody.
        Some(Speaker::Kernel) => secret::mask(entry),
        Some(Speaker::Web | Speaker::Proxy) => without_queries(&text(entry)),
        Some(_) => text(entry),
        None => without_quoted(&text(entry), format),
    }
}

/// Requests without their queries, each to its blank or its quote.
fn without_queries(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(mark) = rest.find('?') {
        let (before, query) = rest.split_at(mark + 1);
        let end = query.find([' ', '"', ',', '\t', '\n']);
        shown.push_str(before);
        rest = &query[end.unwrap_or(query.len())..];
    }
    shown + rest
}

/// In a file that is of no known format a statement may stand anywhere.
fn without_quoted(text: &str, format: &dyn Format) -> String {
    if !read::is_unknown(format) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for (nth, piece) in text.split('\'').enumerate() {
        match nth % 2 {
            0 => shown.push_str(piece),
            _ => shown.push_str("'?'"),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::without_queries;

    #[test]
    fn a_request_keeps_its_path() {
        let line = "1.2.3.4 - - [22/May/2024:10:00:00 +0000] \"GET /a?key=hunter2 HTTP/1.1\" 502 1 \"http://x/?hunter2\" \"-\"";
        let shown = without_queries(line);
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("\"GET /a? HTTP/1.1\" 502"), "{shown}");
    }
}
