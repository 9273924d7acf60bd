//! `HAProxy`'s own lines, as it prints them where no syslog takes them: sessions
//! (`10.0.1.2:33313 [22/May/2024:10:00:00.123] fe be/s1 …`) and notices
//! (`[WARNING]  (8) : Server be/s1 is DOWN, …`), which have no date.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker};

/// Nothing else stands in them.
const SHARE_MIN: f64 = 0.5;

/// The notices' levels.
const NOTICES: [(&str, Level); 5] = [
    ("[ALERT]", Level::Error),
    ("[WARNING]", Level::Warning),
    ("[NOTICE]", Level::Note),
    ("[DIAG]", Level::Note),
    ("[EMERG]", Level::Fatal),
];

/// The log of one proxy.
struct Haproxy;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_ours = |line: &[u8]| session(line).is_some() || notice(line).is_some();
    (share(head, is_ours) >= SHARE_MIN).then(|| Box::new(Haproxy) as Box<dyn Format>)
}

/// The time of a session: behind a client's address and port.
fn session(line: &[u8]) -> time::Told {
    const CLIENT_BYTES_MAX: usize = 64;
    let at = memchr::memchr(b'[', &line[..line.len().min(CLIENT_BYTES_MAX)])?;
    let client = line[..at].strip_suffix(b" ")?;
    let port = client.rsplit(|byte| *byte == b':').next()?;
    let is_port =
        !port.is_empty() && port.len() < client.len() && port.iter().all(u8::is_ascii_digit);
    let (when, bytes) = time::access(&line[at + 1..])?;
    is_port.then_some((when, at + bytes + 2))
}

/// The level of a notice, and where its words begin.
fn notice(line: &[u8]) -> Option<(Level, usize)> {
    let (word, level) = NOTICES
        .iter()
        .find(|(word, _)| line.starts_with(word.as_bytes()))?;
    let head = &line[..line.len().min(48)];
    let colon = memchr::memmem::find(head, b") : ")?;
    (colon > word.len()).then_some((*level, colon + 4))
}

impl Format for Haproxy {
    fn name(&self) -> &'static str {
        "HAProxy"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Proxy)
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        if let Some((level, at)) = notice(entry.as_bytes()) {
            let message = Cow::Borrowed(entry.get(at..)?);
            return Some(Record {
                level,
                ..Record::plain(Speaker::Proxy, message)
            });
        }
        let (when, at) = session(entry.as_bytes())?;
        let message = entry.get(at..)?.trim_start();
        // The request may hold anything; what is before it is the proxy's own.
        let message = message.split('"').next()?;
        Some(Record {
            when: Some(when),
            about: message.split(' ').nth(1).map(Cow::Borrowed),
            ..Record::plain(Speaker::Proxy, Cow::Borrowed(message))
        })
    }
}
