//! `PgBouncer`'s log (`2024-05-22 10:00:00.123 UTC [7] LOG C-0x5581: db/app@…`) and
//! `ProxySQL`'s (`2024-05-22 10:00:00 MySQL_Thread.cpp:1:f(): [ERROR] …`).

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// Banners may stand between.
const SHARE_MIN: f64 = 0.5;

/// The levels of both, as they write them.
const LEVELS: [(&str, Level); 9] = [
    ("NOISE", Level::Note),
    ("DEBUG", Level::Note),
    ("LOG", Level::Note),
    ("INFO", Level::Note),
    ("WARNING", Level::Warning),
    ("WARN", Level::Warning),
    ("ERROR", Level::Error),
    ("FATAL", Level::Fatal),
    ("CRITICAL", Level::Fatal),
];

/// The log of one pooler.
struct Pooler;

/// What stands before the words.
struct Head<'a> {
    when: When,
    pid: Option<u32>,
    level: Level,
    message: &'a str,
}

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_ours = |line: &[u8]| std::str::from_utf8(line).is_ok_and(|line| parts(line).is_some());
    let is_pgbouncer = |line: &[u8]| {
        let line = std::str::from_utf8(line).unwrap_or_default();
        parts(line).is_some_and(|head| head.pid.is_some())
    };
    // Much else writes `[ERROR] …` behind a time; ProxySQL names its sources too.
    let is_named =
        share(head, is_pgbouncer) > 0.0 || memchr::memmem::find(head, b".cpp:").is_some();
    let is = is_named && share(head, is_ours) >= SHARE_MIN;
    is.then(|| Box::new(Pooler) as Box<dyn Format>)
}

fn parts(line: &str) -> Option<Head<'_>> {
    let (when, bytes) = time::iso(line.as_bytes())?;
    let rest = line.get(bytes..)?.strip_prefix(' ')?;
    let (pid, level, message) = pgbouncer(rest).or_else(|| proxysql(rest))?;
    Some(Head {
        when,
        pid,
        level,
        message,
    })
}

/// `[7] LOG C-0x5581: …`, `[7] WARNING …`: one blank and no colon behind the level,
/// unlike a server's.
fn pgbouncer(rest: &str) -> Option<(Option<u32>, Level, &str)> {
    let (pid, rest) = rest.strip_prefix('[')?.split_once("] ")?;
    let (word, message) = rest.split_once(' ')?;
    let is_ours = !message.starts_with(' ');
    Some((Some(pid.parse().ok()?), level(word)?, message)).filter(|_| is_ours)
}

/// `MySQL_HostGroups_Manager.cpp:1:connect(): [ERROR] …`, `[INFO] …`.
fn proxysql(rest: &str) -> Option<(Option<u32>, Level, &str)> {
    let (place, rest) = rest.split_once('[')?;
    let is_ours = place.contains(".cpp:") || place.is_empty();
    let (word, message) = rest.split_once("] ")?;
    Some((None, level(word)?, message)).filter(|_| is_ours)
}

fn level(word: &str) -> Option<Level> {
    let known = LEVELS.iter().find(|(name, _)| *name == word);
    known.map(|(_, level)| *level)
}

impl Format for Pooler {
    fn name(&self) -> &'static str {
        "pooler"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Pooler)
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let head = parts(entry)?;
        Some(Record {
            when: Some(head.when),
            pid: head.pid,
            level: head.level,
            ..Record::plain(Speaker::Pooler, Cow::Borrowed(head.message))
        })
    }
}
