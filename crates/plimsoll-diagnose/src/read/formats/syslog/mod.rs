//! Logs in which many programs speak: syslog files (RFC 3164, RFC 5424, rsyslog's
//! ISO form) and what `journalctl` prints (`short`, `short-iso`, `short-precise`,
//! `short-full`, `short-unix`). Who speaks is told by the program's name; what a
//! database writes there is handed on to that database's own format.

mod inner;
mod line;
mod program;

use super::postgresql_stderr;
use crate::read::format::{Format, share};
use crate::record::{Record, Speaker};

pub(super) use inner::{Inners, Spoken};
pub(super) use line::{level, priority};
pub(super) use program::goes_on;

/// Share of the lines that have a head, or go on with the one before.
const SHARE_MIN: f64 = 0.5;

/// Share of the lines that have a head: messages may have many lines.
const HEADS_MIN: f64 = 0.1;

/// A log of many programs.
struct Syslog {
    name: &'static str,
    inners: Inners,
}

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_head = |line: &[u8]| line::head(line).is_some_and(|head| head.is_telling);
    let goes_on = |line: &[u8]| line.starts_with(b"  ") || line.starts_with(b"-- ");
    let is_known = share(head, |line| is_head(line) || goes_on(line)) >= SHARE_MIN;
    if !is_known || share(head, is_head) < HEADS_MIN {
        return None;
    }
    let is_journal = head.starts_with(b"-- ") || memchr::memmem::find(head, b"\n-- ").is_some();
    Some(Box::new(Syslog {
        name: if is_journal {
            "journal, text"
        } else {
            "syslog"
        },
        inners: Inners::default(),
    }))
}

impl Format for Syslog {
    fn name(&self) -> &'static str {
        self.name
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, line: &[u8]) -> bool {
        line::head(line).is_some_and(|head| {
            let message = &line[head.bytes..];
            let is_own = line[head.program.clone()].starts_with(b"postgres");
            let is_more = is_own && goes_on(message) || postgresql_stderr::goes_on(message);
            !is_more
        })
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let (first, more) = entry.split_once('\n').unwrap_or((entry, ""));
        let head = line::head(first.as_bytes())?;
        let program = first.get(head.program.clone())?;
        let mut spoken = Spoken {
            program,
            unit: None,
            when: Some(head.when),
            level: head.level,
            pid: head.pid,
            message: first.get(head.bytes..)?.into(),
        };
        for line in more.lines().filter(|line| !line.starts_with("-- ")) {
            match line::head(line.as_bytes()) {
                Some(other)
                    if other.pid == head.pid
                        && line.get(other.program.clone()) == Some(program) =>
                {
                    spoken.add(line.get(other.bytes..)?);
                }
                Some(_) => {}
                None => spoken.add(line.trim_start()),
            }
        }
        Some(self.inners.record(spoken))
    }
}
