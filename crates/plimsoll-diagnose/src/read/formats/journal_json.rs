//! `journalctl -o json`: an object a line (systemd.journal-fields(7)).

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::syslog::{Inners, Spoken, goes_on, level};
use crate::read::format::{Format, share};
use crate::record::{Record, Speaker, When};

/// A file of anything else has none of these objects.
const SHARE_MIN: f64 = 0.5;

/// One machine's journal.
#[derive(Default)]
struct JournalJson {
    inners: Inners,
}

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_entry = |line: &[u8]| {
        line.starts_with(b"{") && memchr::memmem::find(line, b"\"__REALTIME_TIMESTAMP\"").is_some()
    };
    let is = share(head, is_entry) >= SHARE_MIN;
    is.then(|| Box::new(JournalJson::default()) as Box<dyn Format>)
}

impl Format for JournalJson {
    fn name(&self) -> &'static str {
        "journal, JSON"
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, line: &[u8]) -> bool {
        const KEY: &[u8] = b"\"MESSAGE\":\"";
        let message = memchr::memmem::find(line, KEY).map(|at| &line[at + KEY.len()..]);
        let is_more = message.is_some_and(|message| {
            // A tab is written `\t` in a JSON text.
            let goes_on = message.starts_with(b"\\t") || goes_on(message);
            goes_on && memchr::memmem::find(line, b"\"SYSLOG_IDENTIFIER\":\"postgres").is_some()
        });
        line.starts_with(b"{") && !is_more
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let mut objects = entry
            .lines()
            .map(serde_json::from_str::<Map<String, Value>>);
        let first = objects.next()?.ok()?;
        let program = identifier(&first).unwrap_or_default();
        let mut spoken = Spoken {
            program,
            unit: unit(&first).map(Cow::Owned),
            when: when(&first),
            level: number(&first, "PRIORITY").map_or(crate::record::Level::Note, level),
            pid: number(&first, "_PID").or_else(|| number(&first, "SYSLOG_PID")),
            message: message(&first)?.into(),
        };
        for more in objects.flatten() {
            if more.get("_PID") == first.get("_PID") {
                spoken.add(&message(&more)?);
            }
        }
        Some(self.inners.record(spoken).into_owned())
    }
}

/// Who wrote it: the kernel by its transport, others by the name they gave.
fn identifier(object: &Map<String, Value>) -> Option<&str> {
    let text = |field: &str| object.get(field).and_then(Value::as_str);
    if text("_TRANSPORT") == Some("kernel") {
        return Some("kernel");
    }
    text("SYSLOG_IDENTIFIER").or_else(|| text("_COMM"))
}

/// The unit an entry is about: what systemd speaks of, the container, else the
/// unit of the process.
fn unit(object: &Map<String, Value>) -> Option<String> {
    let fields = ["UNIT", "CONTAINER_NAME", "_SYSTEMD_UNIT"];
    let texts = fields
        .iter()
        .filter_map(|field| object.get(*field)?.as_str());
    texts.map(str::to_owned).next()
}

fn when(object: &Map<String, Value>) -> Option<When> {
    let micros = object.get("__REALTIME_TIMESTAMP")?;
    let micros = micros
        .as_str()
        .and_then(|it| it.parse().ok())
        .or_else(|| micros.as_i64())?;
    Timestamp::from_microsecond(micros).ok().map(When::Utc)
}

fn number(object: &Map<String, Value>, field: &str) -> Option<u32> {
    let value = object.get(field)?;
    let text = value.as_str().and_then(|it| it.parse().ok());
    text.or_else(|| value.as_u64().and_then(|it| u32::try_from(it).ok()))
}

/// A text, or its bytes where it is no UTF-8 or holds control characters.
fn message(object: &Map<String, Value>) -> Option<String> {
    match object.get("MESSAGE")? {
        Value::String(text) => Some(text.clone()),
        Value::Array(bytes) => {
            let byte = |value: &Value| value.as_u64().and_then(|it| u8::try_from(it).ok());
            let bytes: Vec<u8> = bytes.iter().filter_map(byte).collect();
            Some(String::from_utf8_lossy(&bytes).into_owned())
        }
        _ => None,
    }
}
