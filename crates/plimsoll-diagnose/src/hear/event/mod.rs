//! What somebody tells as an event: its fields, and which way its words say that
//! a parameter or a limit was turned.

mod change;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use plimsoll_model::EventKind;

use super::Listener;
use crate::heard::Heard;
use crate::record::Record;
use crate::redact::{self, words};
use crate::signal::{Said, ToldEvent};

/// Listens to events.
pub(crate) struct Events;

impl Listener for Events {
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
        if let Some(said) = told(record) {
            heard.push(said, record, file, line);
        }
    }
}

/// An event without a time cannot stand before or after anything.
fn told(record: &Record<'_>) -> Option<Said> {
    let kind = EventKind::from_word(record.code.as_deref().unwrap_or_default());
    let kind = match kind {
        EventKind::Other(word) => EventKind::Other(words(&word)),
        known => known,
    };
    let event = plimsoll_model::Event {
        at: record.when?.taken(),
        kind,
        target: words(record.about.as_deref().unwrap_or_default()),
        message: redact::entry(record),
        actor: record.added("ACTOR").map(words),
        reference: record.added("REF").map(words),
    };
    // The values are read before they are redacted away.
    let (text, written) = file_time(&record.message);
    let changes = change::changes(text);
    Some(Said::Event(ToldEvent {
        event,
        changes,
        written,
    }))
}

/// What stands before a file's own time, and that: `… (a.conf, by Ann, written
/// 2024-05-22T08:59:58Z)`.
fn file_time(text: &str) -> (&str, Option<Timestamp>) {
    let parts = text.strip_suffix(')');
    let parts = parts.and_then(|text| text.rsplit_once("written "));
    let told = parts.and_then(|(before, at)| Some((before, at.parse().ok()?)));
    told.map_or((text, None), |(before, at)| (before, Some(at)))
}
