//! `PostgreSQL`'s stderr log with any `log_line_prefix`: the severity and two
//! blanks tell where the prefix ends (src/backend/utils/error/elog.c,
//! `send_message_to_server_log`). DETAIL, STATEMENT and their like have the
//! prefix too and belong to the entry before; a line that goes on begins with a
//! tabulator. The words of severities may be translated.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::{prefix, severity};
use crate::read::format::{Format, share_among};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// Half of the lines may be statements over several lines.
const SHARE_MIN: f64 = 0.3;

/// How far into a line its severity is looked for.
const PREFIX_BYTES_MAX: usize = 400;

/// How messages begin that a server writes by the million (`log_statement`,
/// `log_duration`, `log_connections`): what clients do, not how the server is.
const EVERYDAY: [&[u8]; 7] = [
    b"duration: ",
    b"statement: ",
    b"execute ",
    b"connection received: ",
    b"connection authenticated: ",
    b"connection authorized: ",
    b"disconnection: ",
];

/// Digits of the whole milliseconds of a statement that is looked at all the same.
const LONG_DIGITS: usize = 5;

/// Whether a message tells of a statement of ten seconds and more.
fn is_long(message: &[u8]) -> bool {
    message.strip_prefix(b"duration: ").is_some_and(|rest| {
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count() >= LONG_DIGITS
    })
}

/// How what a server says begins before its log is set up: the program's name
/// (src/backend/utils/error/elog.c, `write_stderr`).
const BEFORE_ITS_LOG: &[u8] = b"postgres: ";

/// Longest zone between a time and a process id, with its blank.
const ZONE_BYTES_MAX: usize = 7;

/// Labels of what belongs to the entry before, where messages are English.
const ADDED: [&[u8]; 5] = [b"DETAIL", b"STATEMENT", b"CONTEXT", b"HINT", b"QUERY"];

/// What is said where severities are not English.
pub(super) const TRANSLATED: &str = "its messages are translated (lc_messages): the most \
    telling ones are understood, of others only what has an SQLSTATE in the prefix (%e)";

/// The log of one server.
struct PostgresqlStderr {
    is_translated: bool,
    /// Finds what stands behind a severity.
    colon: Finder<'static>,
}

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let own = |line: &[u8]| word(line).is_some_and(|it| !is_quoted(&line[..it.start]));
    // A report of vacuum goes on for a dozen lines.
    let holds = |line: &[u8]| (line[0] != b'\t').then(|| own(line));
    let is = share_among(head, holds) >= SHARE_MIN;
    let mut lines = head.split(|byte| *byte == b'\n');
    let is_translated = |line: &[u8]| word(line).is_some_and(|it| severity::is_translated(it.text));
    is.then(|| {
        let is_translated = lines.any(is_translated);
        let colon = Finder::new(b":  ");
        Box::new(PostgresqlStderr {
            is_translated,
            colon,
        }) as Box<dyn Format>
    })
}

/// Whether what stands before a severity has one already: a client's log that
/// passes on what the server told it (`ERROR shop.pool: FATAL:  …`,
/// `pg_basebackup: error: connection … failed: FATAL:  …`).
fn is_quoted(before: &[u8]) -> bool {
    if Finder::new(b": error: ").find(before).is_some() || before.ends_with(b" failed: ") {
        return true;
    }
    let mut words = before.split(|byte| !byte.is_ascii_alphanumeric());
    words.any(|word| std::str::from_utf8(word).is_ok_and(|it| severity::level(it).is_some()))
}

/// A severity or a label in a line.
struct Word<'a> {
    text: &'a str,
    /// Where it begins: the prefix ends there.
    start: usize,
    /// Where what is said begins.
    end: usize,
}

/// The severity or the label of a line; none where the line goes on.
fn word(line: &[u8]) -> Option<Word<'_>> {
    if line.first() == Some(&b'\t') {
        return None;
    }
    let head = &line[..line.len().min(PREFIX_BYTES_MAX)];
    two_blanks(head).or_else(|| one_blank(head))
}

fn two_blanks(head: &[u8]) -> Option<Word<'_>> {
    memchr::memmem::find_iter(head, b":  ").find_map(|colon| {
        // French has a blank before the colon.
        let before = head[..colon].strip_suffix(b" ").unwrap_or(&head[..colon]);
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let start = before.iter().rposition(|byte| !is_letter(byte));
        let start = start.map_or(0, |at| at + 1);
        let text = std::str::from_utf8(&before[start..]).ok()?.trim_end();
        let is_known = severity::level(text).is_some() || severity::label(text).is_some();
        let end = colon + 3;
        is_known.then_some(Word { text, start, end })
    })
}

/// Of the two blanks one is lost where a log went through a page or a chat: then a
/// time with its zone and a process id have to stand before the severity, as no
/// other program writes them.
fn one_blank(head: &[u8]) -> Option<Word<'_>> {
    memchr::memmem::find_iter(head, b": ").find_map(|colon| {
        let before = &head[..colon];
        let start = before.iter().rposition(|byte| !byte.is_ascii_uppercase())? + 1;
        let text = std::str::from_utf8(&before[start..]).ok()?;
        let is_known = severity::level(text).is_some() || severity::label(text).is_some();
        let is_own = is_known && has_zone(&before[..start]) && has_time_and_pid(&before[..start]);
        let end = colon + 2;
        is_own.then_some(Word { text, start, end })
    })
}

/// Whether a prefix has a time with its zone.
fn has_zone(prefix: &[u8]) -> bool {
    time::find(prefix).is_some_and(|(when, at)| {
        let is_named = prefix[at.clone()]
            .last()
            .is_some_and(u8::is_ascii_alphabetic);
        let behind = prefix[at.end..].trim_ascii_start();
        is_named
            || matches!(when, When::Utc(_))
            || behind.first().is_some_and(u8::is_ascii_uppercase)
    })
}

/// Whether a line begins an entry. Also of a log within another's lines
/// (syslog, a container's).
pub(super) fn begins(line: &[u8]) -> bool {
    line.starts_with(BEFORE_ITS_LOG)
        || word(line).is_some_and(|word| severity::level(word.text).is_some())
}

/// Whether no other program writes such a line: a time and a process id stand
/// before the severity, and nobody passes it on.
pub(super) fn is_sure(line: &[u8]) -> bool {
    word(line).is_some_and(|word| {
        let before = &line[..word.start];
        severity::level(word.text).is_some() && has_time_and_pid(before) && !is_quoted(before)
    })
}

/// Whether a line belongs to the entry before: DETAIL, STATEMENT and their like.
pub(super) fn goes_on(line: &[u8]) -> bool {
    word(line).is_some_and(|word| severity::label(word.text).is_some())
}

/// Whether a prefix has a time and a process id in brackets: right behind it, but for
/// its zone (`%m [%p] `), or at the prefix's end (`%t:%r:%u@%d:[%p]:`).
fn has_time_and_pid(prefix: &[u8]) -> bool {
    time::find(prefix).is_some_and(|(_, at)| {
        let rest = prefix[at.end..].trim_ascii();
        let open = rest.iter().position(|byte| *byte == b'[');
        let is_near = open.is_some_and(|open| {
            let first = rest.get(open + 1);
            open <= ZONE_BYTES_MAX && first.is_some_and(u8::is_ascii_digit)
        });
        let inner = rest.strip_suffix(b":").unwrap_or(rest).strip_suffix(b"]");
        let is_last = inner.is_some_and(|inner| {
            let digits = inner.iter().rev().take_while(|byte| byte.is_ascii_digit());
            let bytes = digits.count();
            bytes > 0 && inner[..inner.len() - bytes].ends_with(b"[")
        });
        is_near || is_last
    })
}

/// The parts of an entry.
pub(super) fn record(entry: &str) -> Option<Record<'_>> {
    let (first, more) = entry.split_once('\n').unwrap_or((entry, ""));
    if let Some(message) = first.strip_prefix("postgres: ") {
        return Some(Record {
            level: Level::Fatal,
            added: Cow::Borrowed(more),
            ..Record::plain(Speaker::Postgresql, Cow::Borrowed(message))
        });
    }
    let word = word(first.as_bytes())?;
    let level = severity::level(word.text)?;
    let prefix = prefix::read(first.get(..word.start)?);
    let message = first.get(word.end..)?.trim_end_matches('\r');
    let (code, message) = verbose(message).unwrap_or((prefix.code, message));
    let (message, added) = if more.is_empty() {
        (Cow::Borrowed(message), Cow::Borrowed(""))
    } else {
        let (message, added) = lines(message, more);
        (Cow::Owned(message), Cow::Owned(added))
    };
    Some(Record {
        when: prefix.when,
        level,
        pid: prefix.pid,
        code: code.map(Cow::Borrowed),
        added,
        ..Record::plain(Speaker::Postgresql, message)
    })
}

/// The SQLSTATE that `log_error_verbosity = verbose` writes before the message;
/// `00000` is none.
fn verbose(message: &str) -> Option<(Option<&str>, &str)> {
    let (code, rest) = message.split_at_checked(5)?;
    let is_code = |c: u8| c.is_ascii_digit() || c.is_ascii_uppercase();
    let message = rest
        .strip_prefix(": ")
        .filter(|_| code.bytes().all(is_code))?;
    Some((Some(code).filter(|code| *code != "00000"), message))
}

/// The message with its further lines, and what is added, a line each, under
/// its English label and without a prefix.
fn lines(message: &str, more: &str) -> (String, String) {
    let (mut message, mut added) = (message.to_owned(), String::new());
    for line in more.lines() {
        if let Some(word) = word(line.as_bytes()) {
            let label = severity::label(word.text).unwrap_or(word.text);
            let text = line.get(word.end..).unwrap_or_default();
            added.extend(["\n", label, ":  ", text]);
        } else if let Some(text) = line.strip_prefix('\t') {
            let is_added = !added.is_empty();
            let (to, by) = if is_added {
                (&mut added, " ")
            } else {
                (&mut message, "\n")
            };
            to.extend([by, text.trim_start()]);
        } else {
            added.extend(["\n", line]);
        }
    }
    if added.starts_with('\n') {
        added.remove(0);
    }
    (message, added)
}

impl Format for PostgresqlStderr {
    fn name(&self) -> &'static str {
        "PostgreSQL, stderr"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Postgresql)
    }

    fn begins(&self, line: &[u8]) -> bool {
        begins(line)
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        record(entry)
    }

    fn is_everyday(&self, line: &[u8]) -> Option<bool> {
        if line.first() == Some(&b'\t') {
            return None;
        }
        let head = &line[..line.len().min(PREFIX_BYTES_MAX)];
        let Some(colon) = self.colon.find(head) else {
            return Some(false);
        };
        let (before, message) = (&head[..colon], &line[colon + 3..]);
        if before.ends_with(b"LOG") {
            let begins = |words: &&[u8]| message.starts_with(words);
            return Some(EVERYDAY.iter().any(begins) && !is_long(message));
        }
        let is_added = ADDED.iter().any(|label| before.ends_with(label));
        (!is_added).then_some(false)
    }

    fn remark(&self) -> Option<&'static str> {
        self.is_translated.then_some(TRANSLATED)
    }
}
