//! `PostgreSQL`'s jsonlog, from 15 on (src/backend/utils/error/jsonlog.c).

use serde_json::{Map, Value};

use super::json::{self, text};
use super::postgresql_fields::{Fields, record};
use crate::read::format::{Format, share};
use crate::record::{Record, Speaker};

/// Names that every entry has.
const NAMES: [&str; 2] = ["\"timestamp\":", "\"error_severity\":"];

/// All lines are entries.
const SHARE_MIN: f64 = 0.5;

/// The log of one server.
struct PostgresqlJson;

/// Whether the head is of this format.
pub(super) fn recognise(head: &[u8]) -> Option<Box<dyn Format>> {
    let is = share(head, |line| json::holds(line, &NAMES)) >= SHARE_MIN;
    is.then(|| Box::new(PostgresqlJson) as Box<dyn Format>)
}

impl Format for PostgresqlJson {
    fn name(&self) -> &'static str {
        "PostgreSQL, jsonlog"
    }

    fn speaker(&self) -> Option<Speaker> {
        Some(Speaker::Postgresql)
    }

    fn begins(&self, _line: &[u8]) -> bool {
        true
    }

    fn parse<'a>(&self, entry: &'a str) -> Option<Record<'a>> {
        record(fields(&json::object(entry)?))
    }
}

fn fields(object: &Map<String, Value>) -> Fields<'static> {
    Fields {
        time: text(object, "timestamp"),
        pid: text(object, "pid"),
        severity: text(object, "error_severity"),
        code: text(object, "state_code"),
        message: text(object, "message"),
        added: [
            ("DETAIL", text(object, "detail")),
            ("HINT", text(object, "hint")),
            ("QUERY", text(object, "internal_query")),
            ("CONTEXT", text(object, "context")),
            ("STATEMENT", text(object, "statement")),
        ],
    }
}
