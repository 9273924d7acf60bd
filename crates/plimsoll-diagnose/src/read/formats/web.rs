//! Logs of web servers: access logs of nginx and Apache in the common and the
//! combined format, their error logs, and both mixed, as a container prints them.
//! Of a request its method and path are kept; a query may hold anything.

use std::borrow::Cow;

use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// Start-up notices of another shape may stand between.
const SHARE_MIN: f64 = 0.5;

/// How far from the beginning of a line its time may stand: addresses and names.
const TIME_WITHIN: usize = 200;

/// The log of one web server.
struct Web;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_ours = |line: &[u8]| access(line).is_some() || error(line).is_some();
    (share(head, is_ours) >= SHARE_MIN).then(|| Box::new(Web) as Box<dyn Format>)
}

/// The time of an access log's line and where its request begins.
fn access(line: &[u8]) -> time::Told {
    let head = &line[..line.len().min(TIME_WITHIN)];
    let at = memchr::memchr(b'[', head)? + 1;
    let (when, bytes) = time::access(&line[at..])?;
    let request = at + bytes + 3;
    (line.get(at + bytes..request)? == b"] \"").then_some((when, request))
}

/// The time of an error log's line and where its level begins: nginx's
/// `2024/05/22 10:00:00 [error] 7#7: `, Apache's `[Wed May 22 …] [proxy:error] `.
fn error(line: &[u8]) -> time::Told {
    let (when, bytes) = match line.strip_prefix(b"[") {
        Some(inner) => {
            let (when, bytes) = time::ctime(inner)?;
            (when, bytes + 2)
        }
        None => time::iso(line)?,
    };
    let level = bytes + 2;
    let rest = line.get(bytes..)?;
    if !rest.starts_with(b" [") {
        return None;
    }
    let end = memchr::memchr(b']', &rest[..rest.len().min(40)])?;
    let word = rest[2..end].rsplit(|byte| *byte == b':').next()?;
    level_of(word).map(|_| (when, level))
}

/// The levels of both.
fn level_of(word: &[u8]) -> Option<Level> {
    Some(match word {
        b"emerg" | b"alert" | b"crit" => Level::Fatal,
        b"error" => Level::Error,
        b"warn" => Level::Warning,
        b"notice" | b"info" | b"debug" | b"trace1" => Level::Note,
        _ => return None,
    })
}

impl Format for Web {
    fn name(&self) -> &'static str {
        "web server"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Web)
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        if let Some((when, at)) = access(entry.as_bytes()) {
            return served(when, entry.get(at..)?);
        }
        let (when, at) = error(entry.as_bytes())?;
        let rest = entry.get(at..)?;
        let (level, message) = rest.split_once("] ")?;
        let word = level.rsplit(':').next()?;
        Some(Record {
            when: Some(when),
            level: level_of(word.as_bytes())?,
            about: upstream(message),
            // Behind it stands the request, with its query.
            ..Record::plain(
                Speaker::Web,
                Cow::Borrowed(message.split(", client: ").next()?),
            )
        })
    }
}

/// `GET /orders?id=7 HTTP/1.1" 502 157 …`.
fn served(when: When, rest: &str) -> Option<Record<'_>> {
    let (request, behind) = rest.split_once("\" ")?;
    let status = behind.get(..3)?;
    let is_status = status.bytes().all(|byte| byte.is_ascii_digit());
    let path = request.split(['?', ' ']).take(2);
    let path: Vec<&str> = path.collect();
    is_status.then(|| Record {
        when: Some(when),
        level: if status.starts_with('5') {
            Level::Error
        } else {
            Level::Note
        },
        code: Some(Cow::Borrowed(status)),
        ..Record::plain(
            Speaker::Web,
            Cow::Owned(format!("\"{}\" {status}", path.join(" "))),
        )
    })
}

/// Whom it passed a request on to.
fn upstream(message: &str) -> Option<Cow<'_, str>> {
    let (_, behind) = message.split_once("upstream: \"")?;
    let (upstream, _) = behind.split_once('"')?;
    Some(Cow::Borrowed(upstream))
}
