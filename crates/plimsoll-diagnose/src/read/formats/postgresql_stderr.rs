//! `PostgreSQL`'s stderr log with any `log_line_prefix`: the severity and two
//! blanks tell where the prefix ends (src/backend/utils/error/elog.c,
//! `send_message_to_server_log`); what of the prefix is a time or a process id
//! is told from its form.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::record::{Level, Record, Speaker};

/// Severities that begin an entry.
const SEVERITIES: [(&str, Level); 12] = [
    ("LOG", Level::Note),
    ("ERROR", Level::Error),
    ("FATAL", Level::Fatal),
    ("PANIC", Level::Fatal),
    ("WARNING", Level::Warning),
    ("NOTICE", Level::Note),
    ("INFO", Level::Note),
    ("DEBUG1", Level::Note),
    ("DEBUG2", Level::Note),
    ("DEBUG3", Level::Note),
    ("DEBUG4", Level::Note),
    ("DEBUG5", Level::Note),
];

/// Half of the lines may be statements over several lines.
const SHARE_MIN: f64 = 0.3;

/// The log of one server.
struct PostgresqlStderr;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is = share(head, |line| severity(line).is_some()) >= SHARE_MIN;
    is.then(|| Box::new(PostgresqlStderr) as Box<dyn Format>)
}

/// Where a line's severity stands and ends, and which it is.
fn severity(line: &[u8]) -> Option<(usize, usize, Level)> {
    const PREFIX_BYTES_MAX: usize = 400;
    let head = &line[..line.len().min(PREFIX_BYTES_MAX)];
    memchr::memmem::find_iter(head, b":  ").find_map(|colon| {
        let before = &head[..colon];
        SEVERITIES.iter().find_map(|(word, level)| {
            let start = before.len().checked_sub(word.len())?;
            let stands_alone = start == 0 || !before[start - 1].is_ascii_alphanumeric();
            (before[start..] == *word.as_bytes() && stands_alone).then_some((
                start,
                colon + 3,
                *level,
            ))
        })
    })
}

impl Format for PostgresqlStderr {
    fn name(&self) -> &'static str {
        "PostgreSQL, stderr"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Postgresql)
    }

    fn begins(&self, line: &[u8]) -> bool {
        severity(line).is_some()
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let (first, added) = entry.split_once('\n').unwrap_or((entry, ""));
        let (_start, end, level) = severity(first.as_bytes())?;
        let message = first.get(end..)?;
        Some(Record {
            level,
            added: Cow::Borrowed(added),
            ..Record::plain(Speaker::Postgresql, Cow::Borrowed(message))
        })
    }
}
