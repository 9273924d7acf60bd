//! Logs of Patroni (`2024-05-22 10:00:00,123 INFO: …`) and of repmgrd
//! (`[2024-05-22 10:00:00] [NOTICE] …`). Other programs of Python have Patroni's
//! shape: its own names have to stand in it.

use std::borrow::Cow;

use super::application_json;
use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// Tracebacks and a server's own lines may stand between.
const SHARE_MIN: f64 = 0.3;

/// Names that stand in these logs and in no other of their shape.
const NAMES: [&[u8]; 5] = [
    b"Lock owner: ",
    b"patroni",
    b"Patroni",
    b"repmgr",
    b"INFO: no action.",
];

/// What Patroni says of itself in every turn of its loop.
const OF_A_MEMBER: [&[u8]; 2] = [b"Lock owner: ", b"no action. I am ("];

/// The levels of both.
const LEVELS: [(&str, Level); 9] = [
    ("DEBUG", Level::Note),
    ("DETAIL", Level::Note),
    ("HINT", Level::Note),
    ("INFO", Level::Note),
    ("NOTICE", Level::Note),
    ("WARNING", Level::Warning),
    ("ERROR", Level::Error),
    ("CRITICAL", Level::Fatal),
    ("ALERT", Level::Fatal),
];

/// The log of one member.
struct DatabaseOperator;

/// The same as JSON lines.
struct Json(Box<dyn Format>);

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_named = |name: &&[u8]| memchr::memmem::find(head, name).is_some();
    let is_line = |line: &[u8]| std::str::from_utf8(line).is_ok_and(|line| parts(line).is_some());
    if NAMES.iter().any(is_named) && share(head, is_line) >= SHARE_MIN {
        return Some(Box::new(DatabaseOperator));
    }
    // Patroni's `log.type: json`.
    let json = application_json::recognise(head)?;
    let is_own = OF_A_MEMBER.iter().any(is_named);
    is_own.then(|| Box::new(Json(json)) as Box<dyn Format>)
}

fn parts(line: &str) -> Option<(When, Level, &str)> {
    let inner = line.strip_prefix('[').unwrap_or(line);
    let (when, bytes) = time::iso(inner.as_bytes())?;
    let rest = inner.get(bytes..)?;
    let (word, message) = if inner.len() == line.len() {
        rest.strip_prefix(' ')?.split_once(": ")?
    } else {
        rest.strip_prefix("] [")?.split_once("] ")?
    };
    let (_, level) = LEVELS.iter().find(|(name, _)| *name == word)?;
    Some((when, *level, message))
}

impl Format for DatabaseOperator {
    fn name(&self) -> &'static str {
        "Patroni or repmgr"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::DatabaseOperator)
    }

    fn begins(&self, line: &[u8]) -> bool {
        std::str::from_utf8(line).is_ok_and(|line| parts(line).is_some())
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let (first, added) = entry.split_once('\n').unwrap_or((entry, ""));
        let (when, level, message) = parts(first)?;
        Some(Record {
            when: Some(when),
            level,
            added: Cow::Borrowed(added),
            is_added_below: true,
            ..Record::plain(Speaker::DatabaseOperator, Cow::Borrowed(message))
        })
    }
}

impl Format for Json {
    fn name(&self) -> &'static str {
        "Patroni, JSON"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::DatabaseOperator)
    }

    fn begins(&self, line: &[u8]) -> bool {
        self.0.begins(line)
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let record = self.0.parse(entry)?;
        Some(Record {
            speaker: Speaker::DatabaseOperator,
            about: None,
            ..record
        })
    }
}
