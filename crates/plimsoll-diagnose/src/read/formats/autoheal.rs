//! What restarts containers whose health check fails, as it prints it (docker-autoheal,
//! `docker-entrypoint`): `22-05-2024 10:00:00 Container /db (9b1c44ae07f3) found to be
//! unhealthy - Restarting container now with 10s timeout`; local time of its container.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Record, Speaker};

/// Answers of the daemon may stand between.
const SHARE_MIN: f64 = 0.5;

/// Words of which each of its lines holds one.
const WORDS: [&[u8]; 4] = [
    b"Monitoring containers for unhealthy status",
    b"Container ",
    b"Restarting container ",
    b"Failed to ",
];

/// One daemon's.
struct Autoheal;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_own = |line: &[u8]| {
        time::day_first(line).is_some_and(|(_, bytes)| {
            let message = line[bytes..].trim_ascii_start();
            WORDS.iter().any(|words| message.starts_with(words))
        })
    };
    let is = share(head, is_own) >= SHARE_MIN;
    is.then(|| Box::new(Autoheal) as Box<dyn Format>)
}

impl Format for Autoheal {
    fn name(&self) -> &'static str {
        "docker-autoheal"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Kubernetes)
    }

    fn begins(&self, line: &[u8]) -> bool {
        time::day_first(line).is_some()
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let (when, bytes) = time::day_first(entry.as_bytes())?;
        let message = entry.get(bytes..)?.trim();
        Some(Record {
            when: Some(when),
            ..Record::plain(Speaker::Kubernetes, Cow::Borrowed(message))
        })
    }
}
