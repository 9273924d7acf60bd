//! `MySQL`'s error log as JSON (`components/logging/log_sink_json.cc`).

use std::borrow::Cow;

use super::json::{self, text};
use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker};

/// Names that every entry has.
const NAMES: [&str; 3] = ["\"prio\"", "\"err_code\"", "\"msg\""];

/// All lines are entries.
const SHARE_MIN: f64 = 0.5;

/// The log of one server.
struct MysqlJson;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is = share(head, |line| json::holds(line, &NAMES)) >= SHARE_MIN;
    is.then(|| Box::new(MysqlJson) as Box<dyn Format>)
}

impl Format for MysqlJson {
    fn name(&self) -> &'static str {
        "MySQL, JSON error log"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Mysql)
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let object = json::object(entry)?;
        let message = object.get("msg")?.as_str()?.to_owned();
        let level = match object.get("prio")?.as_u64()? {
            1 => Level::Error,
            2 => Level::Warning,
            // The system's own are 0, notes 3.
            _ => Level::Note,
        };
        let code = object.get("err_code").and_then(serde_json::Value::as_u64);
        Some(Record {
            when: time::figures(text(&object, "time").as_bytes()).map(|(when, _)| when),
            level,
            code: code.map(|code| Cow::Owned(format!("MY-{code:06}"))),
            about: Some(text(&object, "subsystem")).filter(|part| !part.is_empty()),
            ..Record::plain(Speaker::Mysql, Cow::Owned(message))
        })
    }
}
