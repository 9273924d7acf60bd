//! What a pod of `CloudNativePG` writes: its instance manager's JSON lines, and
//! in those of the logger `postgres` the server's csvlog with names for its
//! columns (pkg/management/logpipe/CSVReadWriter.go of cloudnative-pg).

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::json::{self, text};
use super::postgresql_fields::{self, Fields};
use super::postgresql_stderr;
use crate::read::format::{Format, share};
use crate::read::time;
use crate::record::{Level, Record, Speaker};

/// Names that every line has.
const NAMES: [&str; 3] = ["\"level\":", "\"ts\":", "\"msg\":"];

/// Names that some lines have, and no other program's.
const OWN: [&str; 2] = ["\"logging_pod\":", "\"logger\":\"postgres\""];

/// All lines are entries.
const SHARE_MIN: f64 = 0.5;

/// The log of one pod.
struct CloudnativePg;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is_own = |line: &[u8]| OWN.iter().any(|name| json::holds(line, &[name]));
    let is = share(head, |line| json::holds(line, &NAMES) && is_own(line)) >= SHARE_MIN;
    is.then(|| Box::new(CloudnativePg) as Box<dyn Format>)
}

impl Format for CloudnativePg {
    fn name(&self) -> &'static str {
        "CloudNativePG"
    }

    fn speaker(&self) -> Option<Speaker> {
        None
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        let object = json::object(entry)?;
        let record = match object.get("record") {
            Some(Value::Object(record)) => server(record)?,
            _ => said(&object),
        };
        let pod = Some(text(&object, "logging_pod")).filter(|pod| !pod.is_empty());
        let when = time::figures(text(&object, "ts").as_bytes()).map(|(when, _)| when);
        Some(Record {
            about: pod,
            when: record.when.or(when),
            ..record
        })
    }
}

/// An entry of the server.
fn server(record: &Map<String, Value>) -> Option<Record<'static>> {
    postgresql_fields::record(Fields {
        time: text(record, "log_time"),
        pid: text(record, "process_id"),
        severity: text(record, "error_severity"),
        code: text(record, "sql_state_code"),
        message: text(record, "message"),
        added: [
            ("DETAIL", text(record, "detail")),
            ("HINT", text(record, "hint")),
            ("QUERY", text(record, "internal_query")),
            ("CONTEXT", text(record, "context")),
            ("STATEMENT", text(record, "query")),
        ],
    })
}

/// What the instance manager says itself, or passes on of the server's stderr.
fn said(object: &Map<String, Value>) -> Record<'static> {
    let (message, error) = (text(object, "msg"), text(object, "error"));
    if let Some(record) = postgresql_stderr::record(&message) {
        return Record {
            code: record.code.map(|code| Cow::Owned(code.into_owned())),
            about: None,
            message: Cow::Owned(record.message.into_owned()),
            added: Cow::Owned(record.added.into_owned()),
            ..record
        };
    }
    Record {
        level: level(&text(object, "level")),
        added: error,
        ..Record::plain(Speaker::DatabaseOperator, message)
    }
}

fn level(word: &str) -> Level {
    match word {
        "warning" | "warn" => Level::Warning,
        "error" => Level::Error,
        "fatal" | "panic" | "dpanic" => Level::Fatal,
        _ => Level::Note,
    }
}
