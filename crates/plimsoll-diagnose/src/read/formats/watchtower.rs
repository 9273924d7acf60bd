//! What makes containers anew where their image has a newer version, as it prints it
//! (containrrr/watchtower, pkg/container/client.go; logrus' text): `time="…"
//! level=info msg="Stopping /db (9b1c44ae07f3) with SIGTERM"`. Also between others' lines.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Record, Speaker};

/// Nothing else stands in its own log.
const SHARE_MIN: f64 = 0.5;

/// How its words begin.
const WORDS: [&str; 7] = [
    "Watchtower ",
    "Found new ",
    "Stopping /",
    "Creating /",
    "Removing image ",
    "Session done",
    "Scheduling first run",
];

/// One daemon's.
struct Watchtower;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is = share(head, is_own) >= SHARE_MIN;
    is.then(|| Box::new(Watchtower) as Box<dyn Format>)
}

/// Whether a line is of it: others write in this form too, not in these words.
pub(super) fn is_own(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_ok_and(|line| record(line).is_some())
}

/// The parts of a line.
pub(super) fn record(line: &str) -> Option<Record<'_>> {
    let behind = line.strip_prefix("time=\"")?;
    let (when, bytes) = time::iso(behind.as_bytes())?;
    let behind = behind.get(bytes..)?.strip_prefix("\" level=")?;
    let (_, behind) = behind.split_once(" msg=\"")?;
    let message = behind.split('"').next()?;
    let is_its = WORDS.iter().any(|words| message.starts_with(words));
    is_its.then(|| Record {
        when: Some(when),
        ..Record::plain(Speaker::Kubernetes, Cow::Borrowed(message))
    })
}

impl Format for Watchtower {
    fn name(&self) -> &'static str {
        "Watchtower"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Kubernetes)
    }

    fn begins(&self, line: &[u8]) -> bool {
        line.starts_with(b"time=\"")
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        record(entry)
    }
}
