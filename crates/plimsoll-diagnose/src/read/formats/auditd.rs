//! The log of auditd: `type=SYSCALL msg=audit(1718104400.099:812): arch=… `. What a
//! call did to whom stands on several lines of one number, the call first.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Record, Speaker};

/// Nothing else stands in it.
const SHARE_MIN: f64 = 0.5;

/// Types of the lines that belong to a call.
const OF_CALL: [&[u8]; 7] = [
    b"OBJ_PID ",
    b"PROCTITLE ",
    b"EXECVE ",
    b"CWD ",
    b"PATH ",
    b"SOCKADDR ",
    b"EOE ",
];

/// The log of one machine.
struct Auditd;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is = share(head, |line| kind(line).is_some()) >= SHARE_MIN;
    is.then(|| Box::new(Auditd) as Box<dyn Format>)
}

/// A line's type and what follows, where it is one of auditd's.
fn kind(line: &[u8]) -> Option<&[u8]> {
    const HEAD_BYTES_MAX: usize = 80;
    let head = &line[..line.len().min(HEAD_BYTES_MAX)];
    memchr::memmem::find(head, b" msg=audit(")?;
    line.strip_prefix(b"type=")
}

impl Format for Auditd {
    fn name(&self) -> &'static str {
        "auditd"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::People)
    }

    fn begins(&self, line: &[u8]) -> bool {
        kind(line).is_some_and(|kind| !OF_CALL.iter().any(|it| kind.starts_with(it)))
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let (first, added) = entry.split_once('\n').unwrap_or((entry, ""));
        let (kind, rest) = first.strip_prefix("type=")?.split_once(" msg=audit(")?;
        let (stamp, fields) = rest.split_once("):")?;
        Some(Record {
            when: time::epoch(stamp.as_bytes()).map(|(when, _)| when),
            added: Cow::Borrowed(added),
            is_added_below: true,
            ..Record::plain(
                Speaker::People,
                Cow::Owned(format!("{kind} {}", fields.trim_start())),
            )
        })
    }
}
