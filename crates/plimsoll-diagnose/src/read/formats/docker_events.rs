//! What `docker events` prints: `2024-05-22T10:00:00.123Z container die 4f…
//! (exitCode=137, image=postgres:16, name=db)`, or an object a line.

use std::borrow::Cow;

use serde_json::Value;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Record, Speaker};

/// Nothing else stands in it.
const SHARE_MIN: f64 = 0.5;

/// The events of one machine.
struct DockerEvents;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    const KINDS: [&[u8]; 4] = [b" container ", b" network ", b" volume ", b" image "];
    let is_text = |line: &[u8]| {
        time::iso(line).is_some_and(|(_, bytes)| {
            KINDS.iter().any(|kind| line[bytes..].starts_with(kind)) && line.ends_with(b")")
        })
    };
    let holds = |line: &[u8], key: &[u8]| memchr::memmem::find(line, key).is_some();
    let is_object = |line: &[u8]| {
        line.starts_with(b"{") && holds(line, b"\"Actor\":{") && holds(line, b"\"Action\":")
    };
    let is = share(head, |line| is_text(line) || is_object(line)) >= SHARE_MIN;
    is.then(|| Box::new(DockerEvents) as Box<dyn Format>)
}

impl Format for DockerEvents {
    fn name(&self) -> &'static str {
        "Docker, events"
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        if entry.starts_with('{') {
            return object(entry);
        }
        let (when, bytes) = time::iso(entry.as_bytes())?;
        let rest = entry.get(bytes..)?.trim_start();
        let (what, attributes) = rest.rsplit_once(" (")?;
        let (what, _id) = what.rsplit_once(' ')?;
        // What a network or an image does is nobody's state.
        let action = what.strip_prefix("container ").unwrap_or_default();
        let mut each = attributes.trim_end_matches(')').split(", ");
        let name = each.find_map(|it| it.strip_prefix("name="));
        Some(Record {
            when: Some(when),
            code: Some(Cow::Borrowed(action)),
            about: name.map(Cow::Borrowed),
            ..Record::plain(Speaker::Kubernetes, Cow::Borrowed(rest))
        })
    }
}

/// `{"Type":"container","Action":"die","Actor":{"Attributes":{"name":…}},"time":…}`.
fn object<'a>(entry: &str) -> Option<Record<'a>> {
    let object: Value = serde_json::from_str(entry).ok()?;
    let is_container = object.get("Type")?.as_str()? == "container";
    let action = object.get("Action")?.as_str()?;
    let attributes = object.get("Actor")?.get("Attributes");
    let of = |key: &str| attributes?.get(key)?.as_str();
    let seconds = object.get("time")?.as_i64()?.to_string();
    let words: Vec<String> = ["exitCode", "signal", "image"]
        .into_iter()
        .filter_map(|key| Some(format!("{key}={}", of(key)?)))
        .collect();
    Some(Record {
        when: time::epoch(seconds.as_bytes()).map(|(when, _)| when),
        code: Some(Cow::Owned(if is_container {
            action.to_owned()
        } else {
            String::new()
        })),
        about: of("name").map(|it| Cow::Owned(it.to_owned())),
        ..Record::plain(
            Speaker::Kubernetes,
            Cow::Owned(format!("container {action} ({})", words.join(", "))),
        )
    })
}
