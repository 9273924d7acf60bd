//! An application's log as JSON lines, with the keys of the usual libraries
//! (zap, zerolog, slog, pino, bunyan, winston, logback, structlog, Serilog).

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::application::level;
use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker, When};

/// Other lines may stand between them: tracebacks, start-up banners.
const SHARE_MIN: f64 = 0.4;

/// Keys of the time.
const TIME: [&str; 9] = [
    "time",
    "timestamp",
    "ts",
    "@timestamp",
    "@t",
    "datetime",
    "asctime",
    "Timestamp",
    "eventTime",
];

/// Keys of the level.
const LEVEL: [&str; 6] = ["level", "severity", "lvl", "levelname", "@l", "Level"];

/// Keys of the words.
const WORDS: [&str; 7] = ["msg", "message", "event", "@m", "@mt", "log", "Message"];

/// Keys of who speaks.
const ABOUT: [&str; 4] = ["service", "app", "logger", "name"];

/// Texts of other keys that are added, in bytes together.
const ADDED_BYTES_MAX: usize = 16 << 10;

/// The log of one program.
struct ApplicationJson;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_entry = |line: &[u8]| {
        let has = |key: &str| {
            let key = format!("\"{key}\":");
            memchr::memmem::find(line, key.as_bytes()).is_some()
        };
        line.starts_with(b"{") && TIME.into_iter().any(has)
    };
    let is = share(head, is_entry) >= SHARE_MIN;
    is.then(|| Box::new(ApplicationJson) as Box<dyn Format>)
}

impl Format for ApplicationJson {
    fn name(&self) -> &'static str {
        "application, JSON"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Application)
    }

    fn begins(&self, line: &[u8]) -> bool {
        line.starts_with(b"{")
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let (first, more) = entry.split_once('\n').unwrap_or((entry, ""));
        let Ok(object) = serde_json::from_str::<Map<String, Value>>(first) else {
            return Some(Record::plain(Speaker::Application, Cow::Borrowed(entry)));
        };
        let text = |keys: &[&str]| keys.iter().find_map(|key| object.get(*key)?.as_str());
        let mut added = String::new();
        let known = |key: &String| WORDS.contains(&key.as_str()) || TIME.contains(&key.as_str());
        for (_, value) in object.iter().filter(|(key, _)| !known(key)) {
            add(&mut added, value);
        }
        added.push_str(more);
        Some(Record {
            when: TIME.iter().find_map(|key| when(object.get(*key)?)),
            level: LEVEL
                .iter()
                .find_map(|key| object.get(*key))
                .map_or(Level::Note, level_of),
            about: text(&ABOUT).map(|it| Cow::Owned(it.to_owned())),
            added: Cow::Owned(added),
            ..Record::plain(
                Speaker::Application,
                Cow::Owned(text(&WORDS).unwrap_or_default().to_owned()),
            )
        })
    }
}

/// The texts of a value, one a line: an error's message and its stack. The parser
/// has bounded how deep they lie.
fn add(added: &mut String, value: &Value) {
    if added.len() > ADDED_BYTES_MAX {
        return;
    }
    match value {
        Value::String(text) => {
            added.push_str(&text[..text.floor_char_boundary(ADDED_BYTES_MAX)]);
            added.push('\n');
        }
        Value::Array(values) => values.iter().for_each(|value| add(added, value)),
        Value::Object(object) => object.values().for_each(|value| add(added, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A text in figures, or an epoch: in seconds (zap) or milliseconds (pino).
fn when(value: &Value) -> Option<When> {
    match value {
        Value::String(text) => time::figures(text.as_bytes()).map(|(when, _)| when),
        Value::Number(number) => time::epoch(number.to_string().as_bytes()).map(|(when, _)| when),
        _ => None,
    }
}

/// A word, or pino's and bunyan's number.
fn level_of(value: &Value) -> Level {
    match value {
        Value::String(text) => level(text),
        Value::Number(number) => match number.as_u64() {
            Some(60..=90) => Level::Fatal,
            Some(50..=59) => Level::Error,
            Some(40..=49) => Level::Warning,
            _ => Level::Note,
        },
        _ => Level::Note,
    }
}
