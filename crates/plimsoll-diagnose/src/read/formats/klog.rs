//! The log of a part of Kubernetes, the kubelet's first of all, as its library writes it
//! (k8s.io/klog): `I0522 10:00:00.123456    2144 prober.go:107] "Probe failed" …`. What
//! a journal or a syslog file carries of it has a head of its own before this one.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// Messages may have many lines.
const SHARE_MIN: f64 = 0.5;

/// One process's.
struct Klog;

/// What stands before a message.
struct Head {
    when: When,
    level: Level,
    pid: Option<u32>,
    /// Its length, with the blank behind it.
    bytes: usize,
}

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is = share(head, |line| self::head(line).is_some()) >= SHARE_MIN;
    is.then(|| Box::new(Klog) as Box<dyn Format>)
}

/// The level's letter, the time, the thread, the file and the line.
fn head(line: &[u8]) -> Option<Head> {
    const PLACE_BYTES_MAX: usize = 128;
    let level = match line.first()? {
        b'I' => Level::Note,
        b'W' => Level::Warning,
        b'E' => Level::Error,
        b'F' => Level::Fatal,
        _ => return None,
    };
    let (when, bytes) = time::klog(&line[1..])?;
    let rest = &line[1 + bytes..];
    let end = memchr::memchr(b']', &rest[..rest.len().min(PLACE_BYTES_MAX)])?;
    let place = std::str::from_utf8(&rest[..end]).ok()?;
    let (thread, place) = place.trim_start().split_once(' ')?;
    let (_file, number) = place.rsplit_once(':')?;
    let _line: u32 = number.parse().ok()?;
    Some(Head {
        when,
        level,
        pid: Some(thread.parse().ok()?),
        bytes: line.len().min(1 + bytes + end + 2),
    })
}

impl Format for Klog {
    fn name(&self) -> &'static str {
        "Kubernetes, klog"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Kubernetes)
    }

    fn begins(&self, line: &[u8]) -> bool {
        head(line).is_some()
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let head = head(entry.as_bytes())?;
        Some(Record {
            when: Some(head.when),
            level: head.level,
            pid: head.pid,
            ..Record::plain(Speaker::Kubernetes, Cow::Borrowed(entry.get(head.bytes..)?))
        })
    }
}
