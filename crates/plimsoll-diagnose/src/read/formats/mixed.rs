//! Several programs' lines in one file: an image's entry point before its server, a
//! pod's containers, what `docker compose logs` prints. A line that only a database
//! writes is that database's, one of what makes its container anew is an orchestrator's; all
//! others are an application's.

use std::borrow::Cow;

use super::{application, mysql_error, postgresql_stderr, watchtower};
use crate::read::format::Format;
use crate::record::{Record, Speaker};

/// The lines of several programs.
struct Mixed;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let mut lines = head.split(|byte| *byte == b'\n');
    let has_own = lines.any(|line| owner(line).is_some());
    has_own.then(|| Box::new(Mixed) as Box<dyn Format>)
}

/// Which database's a line is, where no other program writes such a line.
pub(super) fn owner(line: &[u8]) -> Option<Speaker> {
    if postgresql_stderr::is_sure(line) {
        Some(Speaker::Postgresql)
    } else if mysql_error::is_sure(line) {
        Some(Speaker::Mysql)
    } else {
        None
    }
}

/// The entry of a database.
fn own(entry: &str) -> Option<Record<'_>> {
    let first = entry.split('\n').next()?;
    match owner(first.as_bytes())? {
        Speaker::Postgresql => postgresql_stderr::record(entry),
        _ => mysql_error::record(entry),
    }
}

impl Format for Mixed {
    fn name(&self) -> &'static str {
        "a database's lines among others'"
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, line: &[u8]) -> bool {
        let is_new = application::begins(line) || owner(line).is_some();
        is_new && !postgresql_stderr::goes_on(line)
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        own(entry)
            .or_else(|| watchtower::record(entry))
            .or_else(|| application::record(entry))
            .or_else(|| Some(Record::plain(Speaker::Application, Cow::Borrowed(entry))))
    }
}
