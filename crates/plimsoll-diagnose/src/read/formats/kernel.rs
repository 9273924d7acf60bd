//! The kernel's ring buffer as `dmesg` prints it: with seconds since the start of
//! the machine, with `-T`, with `--time-format iso`, with `-x` or `-r` (util-linux,
//! sys-utils/dmesg.c). A message of several lines is indented from its second.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// Lines of a message after its first carry no stamp.
const SHARE_MIN: f64 = 0.5;

/// One machine's.
struct Kernel;

/// The kernel's lines without stamps: `dmesg -t`, a part that somebody kept.
struct Bare;

/// A file that was handed in as the kernel's and has no stamps.
pub(super) fn bare() -> Box<dyn Format> {
    Box::new(Bare)
}

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    // Apache's error log has the same stamp, then `[core:error]`.
    let is_entry = |line: &[u8]| {
        stamp(line).is_some_and(|stamp| {
            let rest = &line[stamp.bytes..];
            !(rest.starts_with(b"[") && rest.get(1).is_some_and(u8::is_ascii_lowercase))
        })
    };
    let is = share(head, is_entry) >= SHARE_MIN;
    is.then(|| Box::new(Kernel) as Box<dyn Format>)
}

/// What stands before a message.
struct Stamp {
    when: Option<When>,
    level: Level,
    /// Its length, blanks with it.
    bytes: usize,
}

/// `<3>[12.345] `, `kern  :err   : [12.345] `, `2024-05-22T10:00:00,123456+00:00 `.
fn stamp(line: &[u8]) -> Option<Stamp> {
    let (before, level) = priority(line);
    let rest = &line[before..];
    let told = time::bracketed(rest).or_else(|| iso(rest));
    let (when, bytes) = match told {
        Some((when, bytes)) => (Some(when), bytes),
        None => (None, relative(rest)?),
    };
    // A blank, or the thread that prints: `[12.345][  T431] `.
    let blank = match rest.get(bytes) {
        Some(b' ') => 1,
        Some(b'[') | None => 0,
        Some(_) => return None,
    };
    Some(Stamp {
        when,
        level,
        bytes: before + bytes + blank,
    })
}

/// The form with a comma and six figures, which no other log has.
fn iso(text: &[u8]) -> time::Told {
    let has_comma = text.get(10) == Some(&b'T') && text.get(19) == Some(&b',');
    has_comma.then(|| time::iso(text)).flatten()
}

/// `[  +0.000003]` and `[<    0.000028>]`: since the line before; `[May22 10:00]`.
/// They are no times, but they do begin an entry.
fn relative(text: &[u8]) -> Option<usize> {
    const STAMP_BYTES_MAX: usize = 24;
    let end = memchr::memchr(b']', &text[..text.len().min(STAMP_BYTES_MAX)])?;
    let inner = text[..end].strip_prefix(b"[")?;
    let is_minute = inner.len() == 11 && inner[0].is_ascii_uppercase() && inner[8] == b':';
    let inner = inner.trim_ascii_start();
    let is_delta = inner.starts_with(b"<") || inner.starts_with(b"+");
    (is_minute || is_delta).then_some(end + 1)
}

/// The priority before a stamp and its length: a number (`-r`), or two words (`-x`).
fn priority(line: &[u8]) -> (usize, Level) {
    const WORDS: [(&[u8], Level); 8] = [
        (b"emerg", Level::Fatal),
        (b"alert", Level::Fatal),
        (b"crit", Level::Fatal),
        (b"err", Level::Error),
        (b"warn", Level::Warning),
        (b"notice", Level::Note),
        (b"info", Level::Note),
        (b"debug", Level::Note),
    ];
    if let Some((bytes, level)) = super::syslog::priority(line) {
        return (bytes, level);
    }
    // Facility and level, six wide each, a colon behind each (`%-6s:%-6s: `).
    let (Some(level), Some(b": ")) = (line.get(7..13), line.get(13..15)) else {
        return (0, Level::Note);
    };
    let level = level.trim_ascii_end();
    let known = WORDS.iter().find(|(word, _)| *word == level);
    let is_pair = line[6] == b':';
    known
        .filter(|_| is_pair)
        .map_or((0, Level::Note), |(_, level)| (15, *level))
}

/// The thread that prints, where the kernel says so (`CONFIG_PRINTK_CALLER`):
/// `[  T431] `, or the processor: `[    C3] `; and the rest.
pub(super) fn caller(message: &str) -> (Option<u32>, &str) {
    let told = message.strip_prefix('[').and_then(|it| it.split_once("] "));
    let Some((inner, rest)) = told else {
        return (None, message);
    };
    let inner = inner.trim_start();
    match (inner.strip_prefix('T'), inner.strip_prefix('C')) {
        (Some(thread), _) if thread.parse::<u32>().is_ok() => (thread.parse().ok(), rest),
        (_, Some(processor)) if processor.parse::<u32>().is_ok() => (None, rest),
        _ => (None, message),
    }
}

impl Format for Kernel {
    fn name(&self) -> &'static str {
        "kernel"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Kernel)
    }

    fn begins(&self, line: &[u8]) -> bool {
        stamp(line).is_some()
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let stamp = stamp(entry.as_bytes())?;
        let (pid, message) = caller(entry.get(stamp.bytes..)?);
        Some(Record {
            when: stamp.when,
            level: stamp.level,
            pid,
            ..Record::plain(Speaker::Kernel, Cow::Borrowed(message))
        })
    }
}

impl Format for Bare {
    fn name(&self) -> &'static str {
        "kernel, without times"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Kernel)
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        Some(Record::plain(Speaker::Kernel, Cow::Borrowed(entry)))
    }
}
