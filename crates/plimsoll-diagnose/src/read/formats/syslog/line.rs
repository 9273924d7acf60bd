//! The head of a line: when, on which host, which program, which process.

use std::ops::Range;

use crate::read::time;
use crate::record::{Level, When};

/// Longest name of a host or a program.
const WORD_BYTES_MAX: usize = 128;

/// What stands before a message.
pub(in crate::read::formats) struct Head {
    pub(in crate::read::formats) when: When,
    pub(in crate::read::formats) level: Level,
    /// Where the program's name stands.
    pub(in crate::read::formats) program: Range<usize>,
    pub(in crate::read::formats) pid: Option<u32>,
    /// The length of all of it.
    pub(in crate::read::formats) bytes: usize,
    /// Whether no other log has such a head: a program's own log may have a time
    /// and two words, too.
    pub(in crate::read::formats) is_telling: bool,
}

/// `<34>` before a line, its length and its level (RFC 5424, 6.2.1).
pub(in crate::read::formats) fn priority(line: &[u8]) -> Option<(usize, Level)> {
    const PRIORITY_BYTES_MAX: usize = 5;
    let end = memchr::memchr(b'>', &line[..line.len().min(PRIORITY_BYTES_MAX)])?;
    let number = std::str::from_utf8(line[..end].strip_prefix(b"<")?).ok()?;
    let severity = number.parse::<u32>().ok()? % 8;
    Some((end + 1, level(severity)))
}

/// The level of a severity of syslog.
pub(in crate::read::formats) const fn level(severity: u32) -> Level {
    match severity {
        0..=2 => Level::Fatal,
        3 => Level::Error,
        4 => Level::Warning,
        _ => Level::Note,
    }
}

/// The head of a line, if it has one.
pub(in crate::read::formats) fn head(line: &[u8]) -> Option<Head> {
    let (start, level) = priority(line).unwrap_or((0, Level::Note));
    let rest = &line[start..];
    let is_5424 = start > 0 && rest.starts_with(b"1 ");
    let mut head = if is_5424 {
        fields(line, start + 2)?
    } else {
        words(line, start)?
    };
    head.level = level;
    Some(head)
}

/// `May 22 10:00:00 host program[431]: `, with any of the journal's stamps.
fn words(line: &[u8], start: usize) -> Option<Head> {
    let rest = &line[start..];
    let is_short = time::syslog(rest);
    let (when, bytes) = is_short.or_else(|| iso(rest)).or_else(|| unix(rest))?;
    let host = word(line, start + bytes + 1)?;
    let tag = word(line, host.end + 1)?;
    let colon = tag.end - 1;
    if line.get(start + bytes) != Some(&b' ') || line[colon] != b':' {
        return None;
    }
    let (program, pid) = tagged(line, tag.start..colon)?;
    let is_kernel = &line[program.clone()] == b"kernel";
    Some(Head {
        when,
        level: Level::Note,
        is_telling: is_short.is_some() || pid.is_some() || is_kernel,
        program,
        pid,
        bytes: line.len().min(colon + 2),
    })
}

/// `2024-05-22T10:00:00.123+02:00`, `2024-05-22T10:00:00+0200`, and with a day of
/// the week before it `Wed 2024-05-22 10:00:00 CEST`. A date and a time apart
/// without a day are some program's own log.
fn iso(text: &[u8]) -> time::Told {
    let is_apart = text.get(10) == Some(&b' ');
    time::iso(text).filter(|_| !is_apart)
}

/// `1716372000.123456`: `short-unix`.
fn unix(text: &[u8]) -> time::Told {
    let has_fraction = text.get(10) == Some(&b'.');
    time::epoch(text).filter(|_| has_fraction)
}

/// A word that begins at `start` and ends at a blank or with the line.
fn word(line: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = line.get(start..)?;
    let end = memchr::memchr(b' ', rest).unwrap_or(rest.len());
    (0 < end && end <= WORD_BYTES_MAX).then(|| start..start + end)
}

/// `program[431]`: the program and its process.
fn tagged(line: &[u8], tag: Range<usize>) -> Option<(Range<usize>, Option<u32>)> {
    let text = line.get(tag.clone())?;
    let first = *text.first()?;
    if !first.is_ascii_alphanumeric() && !b"(/_".contains(&first) {
        return None;
    }
    let Some(open) = text
        .strip_suffix(b"]")
        .and_then(|it| memchr::memrchr(b'[', it))
    else {
        return Some((tag, None));
    };
    let pid = number(&text[open + 1..text.len() - 1]);
    // What is no number in brackets belongs to the name.
    let end = if pid.is_some() {
        tag.start + open
    } else {
        tag.end
    };
    Some((tag.start..end, pid))
}

fn number(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// `2024-05-22T10:00:00.123Z host program 431 ID47 [x@1 a="b"] `: RFC 5424, 6.
fn fields(line: &[u8], start: usize) -> Option<Head> {
    let (when, bytes) = time::iso(&line[start..])?;
    let host = word(line, start + bytes + 1)?;
    let program = word(line, host.end + 1)?;
    let process = word(line, program.end + 1)?;
    let message_id = word(line, process.end + 1)?;
    let data = message_id.end + 1;
    let bytes = data + structured_bytes(line.get(data..)?)?;
    Some(Head {
        when,
        level: Level::Note,
        is_telling: true,
        pid: number(&line[process]),
        program,
        bytes: line.len().min(bytes + 1),
    })
}

/// The length of structured data: `-`, or elements in brackets, in which `\]` is
/// no end.
fn structured_bytes(text: &[u8]) -> Option<usize> {
    if text.starts_with(b"-") {
        return Some(1);
    }
    let (mut at, mut is_open) = (0, false);
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 1,
            b'[' => is_open = true,
            b']' => is_open = false,
            b' ' if !is_open => return Some(at),
            _ if !is_open => return None,
            _ => {}
        }
        at += 1;
    }
    (!is_open && at > 0).then_some(at)
}
