//! `mysqld-auto.cnf`: what SET PERSIST left in the data directory. MySQL 8.0
//! and later read it last, and it beats even the command line.
//!
//! Source: `sql/persisted_variable.cc`: version 1 nests every variable under
//! one object; version 2 (8.0.29 and later) sorts them by when they may be
//! set.

use plimsoll_model::{Place, Problem, ProblemKind};
use serde_json::{Map, Value};

use super::occurrence::{Occurrence, Source};

/// The keys of both versions that hold variables.
const SECTIONS: [&str; 5] = [
    "mysql_static_variables",
    "mysql_static_parse_early_variables",
    "mysql_dynamic_parse_early_variables",
    "mysql_dynamic_variables",
    "mysql_server",
];
/// Nested once more under `mysql_server` in version 1.
const NESTED: &str = "mysql_server_static_options";

/// Reads the file: its settings, or what is wrong with it.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Vec<Occurrence>, Problem> {
    let parsed: Result<Map<String, Value>, _> = serde_json::from_slice(bytes);
    let root = parsed.map_err(|error| Problem {
        place: Place {
            file: file.to_owned(),
            line: u32::try_from(error.line()).unwrap_or(u32::MAX).max(1),
            column: u32::try_from(error.column()).unwrap_or(u32::MAX).max(1),
        },
        kind: ProblemKind::Syntax,
        parameter: None,
        message: format!(
            "{file} is not the JSON that SET PERSIST writes, so the server refuses to start: mend it or move it away"
        ),
        fatal: true,
    })?;
    let mut found = Vec::new();
    let text = String::from_utf8_lossy(bytes);
    for section in SECTIONS {
        if let Some(Value::Object(variables)) = root.get(section) {
            collect(variables, file, &text, &mut found);
        }
    }
    Ok(found)
}

fn collect(variables: &Map<String, Value>, file: &str, text: &str, found: &mut Vec<Occurrence>) {
    for (name, entry) in variables {
        if name == NESTED {
            if let Value::Object(nested) = entry {
                collect(nested, file, text, found);
            }
            continue;
        }
        let Some(value) = entry.get("Value").and_then(Value::as_str) else {
            continue;
        };
        found.push(Occurrence {
            name: name.clone(),
            value: Some(value.to_owned()),
            written: value.to_owned(),
            source: Source::Persisted(place_of(name, file, text)),
        });
    }
}

/// Where the variable's key stands.
fn place_of(name: &str, file: &str, text: &str) -> Place {
    let at = text.find(&format!("\"{name}\"")).unwrap_or(0);
    let before = &text[..at];
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = at - before.rfind('\n').map_or(0, |newline| newline + 1) + 1;
    Place {
        file: file.to_owned(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
    }
}
