//! The log of an application that nothing else knows: entries begin with a time,
//! in any form that the usual libraries write, or with a level and a time; what
//! has none (a traceback) goes on with the entry before. Knows no program.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// Tracebacks may be most of the lines.
const SHARE_MIN: f64 = 0.2;

/// How far from the beginning of a line its time may stand.
const TIME_WITHIN: usize = 40;

/// Bytes of an entry that its level is looked for in.
const LEVEL_WITHIN: usize = 120;

/// Words for levels, in capitals.
const LEVELS: [(&str, Level); 9] = [
    ("FATAL", Level::Fatal),
    ("CRITICAL", Level::Fatal),
    ("PANIC", Level::Fatal),
    ("ERROR", Level::Error),
    ("ERR", Level::Error),
    ("SEVERE", Level::Error),
    ("WARN", Level::Warning),
    ("WARNING", Level::Warning),
    ("WRN", Level::Warning),
];

/// The log of one program.
struct Application;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is = share(head, |line| stamp(line).is_some()) >= SHARE_MIN;
    is.then(|| Box::new(Application) as Box<dyn Format>)
}

/// The time of a line and where it ends.
fn stamp(line: &[u8]) -> time::Told {
    if line.first().is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    let opened = usize::from(matches!(line[0], b'[' | b'<' | b'('));
    let first = &line[opened..];
    let at_start = time::figures(first)
        .or_else(|| time::ctime(first))
        .or_else(|| time::access(first))
        .or_else(|| time::syslog(first));
    if let Some((when, bytes)) = at_start {
        return Some((when, opened + bytes));
    }
    let within = 1..line.len().min(TIME_WITHIN);
    within
        .filter(|at| line[*at].is_ascii_digit() && !line[*at - 1].is_ascii_alphanumeric())
        .find_map(|at| time::iso(&line[at..]).map(|(when, bytes)| (when, at + bytes)))
}

/// The level that is named near an entry's beginning.
pub(super) fn level(text: &str) -> Level {
    let head = &text[..text.floor_char_boundary(LEVEL_WITHIN)];
    let mut words = head.split(|c: char| !c.is_ascii_alphabetic());
    let level = words.find_map(|word| {
        LEVELS
            .iter()
            .find(|(name, _)| word.eq_ignore_ascii_case(name))
    });
    level.map_or(Level::Note, |(_, level)| *level)
}

/// Whether a line begins an entry. Also of a log that holds others' lines too.
pub(super) fn begins(line: &[u8]) -> bool {
    stamp(line).is_some()
}

/// The parts of an entry.
pub(super) fn record(entry: &str) -> Option<Record<'_>> {
    let (first, added) = entry.split_once('\n').unwrap_or((entry, ""));
    let (when, end): (Option<When>, usize) = match stamp(first.as_bytes()) {
        Some((when, end)) => (Some(when), end),
        // Lines before the first time.
        None => (None, 0),
    };
    let message = first
        .get(end..)?
        .trim_start_matches([']', ')', '>', '"', ' ', '\t', ':', '-']);
    Some(Record {
        when,
        level: level(message),
        added: Cow::Borrowed(added),
        is_added_below: true,
        ..Record::plain(Speaker::Application, Cow::Borrowed(message))
    })
}

impl Format for Application {
    fn name(&self) -> &'static str {
        "application"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Application)
    }

    fn begins(&self, line: &[u8]) -> bool {
        begins(line)
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        record(entry)
    }
}
