//! Events that Plimsoll knows by itself, as a source beside the logs.

use plimsoll_diagnose::{Handed, Reading, Source};
use plimsoll_model::Event;
use plimsoll_report::json;

/// Events as somebody would have written them, read.
pub(super) fn read(name: &str, handed: Handed, events: &[Event]) -> Source {
    let mut reading = Reading::new(name, handed);
    for event in events {
        reading.push((json::event(event) + "\n").as_bytes());
    }
    reading.end()
}
