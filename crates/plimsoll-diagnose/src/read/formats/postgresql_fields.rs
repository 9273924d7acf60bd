//! An entry of `PostgreSQL` whose parts have names or places of their own:
//! csvlog, jsonlog and what wraps them.

use std::borrow::Cow;

use super::severity;
use crate::read::time;
use crate::record::{Record, Speaker};

/// The parts, as written; empty where there are none.
pub(super) struct Fields<'a> {
    pub(super) time: Cow<'a, str>,
    pub(super) pid: Cow<'a, str>,
    pub(super) severity: Cow<'a, str>,
    pub(super) code: Cow<'a, str>,
    pub(super) message: Cow<'a, str>,
    /// What is added, under its label.
    pub(super) added: [(&'static str, Cow<'a, str>); 5],
}

/// The entry; none where it has no severity.
pub(super) fn record(fields: Fields<'_>) -> Option<Record<'_>> {
    let level = severity::level(&fields.severity)?;
    let mut added = String::new();
    for (label, text) in fields.added.iter().filter(|(_, text)| !text.is_empty()) {
        let by = if added.is_empty() { "" } else { "\n" };
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        added.extend([by, label, ":  ", &lines.join(" ")]);
    }
    Some(Record {
        when: time::figures(fields.time.as_bytes()).map(|(when, _)| when),
        level,
        pid: fields.pid.parse().ok(),
        code: Some(fields.code).filter(|code| !code.is_empty()),
        added: Cow::Owned(added),
        ..Record::plain(Speaker::Postgresql, fields.message)
    })
}
