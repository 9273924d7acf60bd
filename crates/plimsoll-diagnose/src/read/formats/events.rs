//! Events as JSON lines of `plimsoll.event/1`: an object a line. What a line
//! lacks beside its time is taken for not told; a line that is no such object
//! is passed over and counted.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Record, Speaker, When};

/// Its schema, as it stands in each line.
const SCHEMA: &[u8] = b"plimsoll.event/1";

/// Somebody may write between them.
const SHARE_MIN: f64 = 0.5;

/// Events.
pub(super) struct Events;

/// Whether the head is of this format, where it was not handed in as such.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_event = |line: &[u8]| memchr::memmem::find(line, SCHEMA).is_some();
    (share(head, is_event) >= SHARE_MIN).then(|| Box::new(Events) as Box<dyn Format>)
}

impl Format for Events {
    fn name(&self) -> &'static str {
        "plimsoll.event/1"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Event)
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let object: Map<String, Value> = serde_json::from_str(entry).ok()?;
        let text = |key: &str| object.get(key).and_then(Value::as_str);
        let is_ours = object
            .get("schema")
            .is_none_or(|schema| schema.as_str().is_some_and(|it| it.as_bytes() == SCHEMA));
        let when = is_ours.then(|| when(object.get("time")?))??;
        let mut added = String::new();
        for (label, key) in [("ACTOR", "actor"), ("REF", "ref")] {
            if let Some(text) = text(key) {
                let _ = writeln!(added, "{label}: {}", text.replace('\n', " "));
            }
        }
        let owned = |key| text(key).map(|it| Cow::Owned(it.to_owned()));
        Some(Record {
            when: Some(when),
            code: owned("kind"),
            about: owned("target"),
            added: Cow::Owned(added),
            ..Record::plain(Speaker::Event, owned("message").unwrap_or_default())
        })
    }
}

/// RFC 3339, or an epoch as a number.
fn when(time: &Value) -> Option<When> {
    match time {
        Value::String(text) => time::iso(text.as_bytes()).map(|(when, _)| when),
        Value::Number(number) => time::epoch(number.to_string().as_bytes()).map(|(when, _)| when),
        _ => None,
    }
}
