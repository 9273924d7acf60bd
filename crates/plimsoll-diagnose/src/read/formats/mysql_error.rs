//! The error log of `MySQL` and of `MariaDB`, from 5.5 on: a time, the thread, a
//! level in brackets (sql/log.cc of either; `sql/server_component`/
//! `log_sink_trad.cc` of `MySQL` 8.0). `mysqld_safe`, the image's entry point and
//! the signal handler write without a thread; what the handler adds (a stack,
//! the statement) are lines of its entry.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// Levels as they stand in brackets.
const LEVELS: [(&str, Level); 5] = [
    ("[ERROR]", Level::Error),
    ("[Error]", Level::Error),
    ("[Warning]", Level::Warning),
    ("[Note]", Level::Note),
    ("[System]", Level::Note),
];

/// Programs that write to the log without a level.
const PROGRAMS: [&str; 6] = [
    "mysqld_safe ",
    "mariadbd-safe ",
    "mysqld got signal ",
    "mariadbd got signal ",
    "InnoDB: ",
    "UTC - ",
];

/// The rest may be stacks and states of the storage engine.
const SHARE_MIN: f64 = 0.2;

/// The log of one server.
struct MysqlError {
    name: &'static str,
}

/// Whether the head is of this format. A thread behind a time with a `T` is
/// `MySQL`'s (5.7 on); of older ones, and of `MariaDB`'s, only its name tells.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    if share(head, is_sure) < SHARE_MIN {
        return None;
    }
    let mut lines = head.split(|byte| *byte == b'\n');
    let is_mariadb = |line: &[u8]| {
        let line = line.to_ascii_lowercase();
        memchr::memmem::find(&line, b"mariadb").is_some()
    };
    let name = if lines
        .clone()
        .any(|line| line.get(10) == Some(&b'T') && is_sure(line))
    {
        "MySQL, error log"
    } else if lines.any(is_mariadb) {
        "MariaDB, error log"
    } else {
        "MySQL or MariaDB, error log"
    };
    Some(Box::new(MysqlError { name }))
}

/// Whether no other program writes such a line.
pub(super) fn is_sure(line: &[u8]) -> bool {
    let Some((_, behind)) = timed(line) else {
        return false;
    };
    let rest = without_thread(behind);
    let stands_first = |words: &str| rest.starts_with(words.as_bytes());
    let is_level = LEVELS.iter().any(|(level, _)| stands_first(level));
    // Applications have levels in brackets too, but no thread before them.
    let has_thread = rest.len() < behind.trim_ascii_start().len();
    let is_entry_point = memchr::memmem::find(rest, b"[Entrypoint]").is_some();
    let is_old = time::short_year(line).is_some();
    is_level && (has_thread || is_entry_point || is_old)
        || PROGRAMS.iter().any(|program| stands_first(program))
}

/// The time of a line and what stands behind it. The signal handler of `MySQL`
/// 5.6 and 5.7 writes no date.
fn timed(line: &[u8]) -> Option<(Option<When>, &[u8])> {
    let told = time::iso(line).or_else(|| time::short_year(line));
    if let Some((when, end)) = told {
        return Some((Some(when), &line[end..]));
    }
    let is_clock = |(at, byte): (usize, &u8)| match at {
        2 | 5 => *byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let (clock, rest) = line.split_at_checked("10:00:00".len())?;
    let is_handler = clock.iter().enumerate().all(is_clock) && rest.starts_with(b" UTC - ");
    is_handler.then_some((None, rest))
}

/// What stands behind a thread's number, decimal or hexadecimal.
fn without_thread(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_start();
    let end = text.iter().position(|byte| *byte == b' ').unwrap_or(0);
    let number = text[..end].strip_prefix(b"0x").unwrap_or(&text[..end]);
    let is_number = !number.is_empty() && number.iter().all(u8::is_ascii_hexdigit);
    if is_number {
        text[end..].trim_ascii_start()
    } else {
        text
    }
}

/// The text in brackets that stands first, and what is behind it.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (inner, rest) = text.strip_prefix('[')?.split_once(']')?;
    Some((inner, rest.trim_start()))
}

/// The parts of an entry.
pub(super) fn record(entry: &str) -> Option<Record<'_>> {
    let (first, added) = entry.split_once('\n').unwrap_or((entry, ""));
    let (when, rest) = timed(first.as_bytes())?;
    let rest = without_thread(rest);
    let mut text = first
        .get(first.len() - rest.len()..)?
        .trim_end_matches('\r');
    text = text.strip_prefix("UTC - ").unwrap_or(text);
    let known = LEVELS.iter().find(|(word, _)| text.starts_with(word));
    let level = known.map_or(Level::Note, |(_, level)| *level);
    text = known.map_or(text, |(word, _)| text[word.len()..].trim_start());
    let (mut code, mut about) = (None, None);
    if let Some((number, rest)) = bracketed(text).filter(|(it, _)| it.starts_with("MY-")) {
        code = Some(Cow::Borrowed(number));
        text = rest;
        if let Some((part, rest)) = bracketed(text) {
            about = Some(Cow::Borrowed(part));
            text = rest;
        }
    }
    Some(Record {
        when,
        level,
        code,
        about,
        added: Cow::Borrowed(added),
        is_added_below: true,
        ..Record::plain(Speaker::Mysql, Cow::Borrowed(text))
    })
}

impl Format for MysqlError {
    fn name(&self) -> &'static str {
        self.name
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Mysql)
    }

    fn begins(&self, line: &[u8]) -> bool {
        timed(line).is_some()
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        record(entry)
    }
}
