//! Global variables of `MySQL` and `MariaDB` read as what is in force. The
//! catalogue gives their types; what it does not have stays text.
//!
//! Sources: `MySQL` manual, "The `variables_info` Table"; `MariaDB` manual,
//! "Information Schema `SYSTEM_VARIABLES` Table".

use plimsoll_model::{Origin, Place, Setting, Snapshot, Unit, Value};

use super::row::{Row, SETTINGS};
use crate::catalogue::{Kind, Series, Span, lookup};
use crate::effective::built_in;
use crate::format::my_cnf::display;

/// The row of every global variable.
pub(super) fn rows(snapshot: &Snapshot, series: Series) -> Vec<Row> {
    let rows = snapshot.rows(SETTINGS);
    rows.filter_map(|row| read(&row, series)).collect()
}

fn read(row: &plimsoll_model::Row<'_>, series: Series) -> Option<Row> {
    let written = row.text("name")?;
    let parameter = lookup(series.engine(), written);
    let name = parameter.map_or_else(|| written.to_ascii_lowercase(), |it| it.name.to_owned());
    let value = row.text("value").unwrap_or_default();
    let span = parameter.and_then(|parameter| parameter.at(series));
    let typed = typed(span, value);
    let unit: Option<Unit> = span.and_then(|span| span.unit);
    let source = row.text("source").unwrap_or_default();
    let origin = origin(row, source, &name, value);
    let is_set = origin != Origin::Default;
    Some(Row {
        setting: Setting {
            display: match &typed {
                Value::Int(_) => display(&typed, unit),
                Value::Bool(_) | Value::Real(_) | Value::Enum(_) | Value::Text(_) => {
                    value.to_owned()
                }
            },
            name,
            value: value.to_owned(),
            typed,
            unit,
            origin,
            shadowed: Vec::new(),
        },
        is_set,
    })
}

/// A value by its parameter's type; a number that no parameter is known for is
/// a number all the same.
fn typed(span: Option<&Span>, value: &str) -> Value {
    let text = || Value::Text(value.to_owned());
    match span.map(|span| &span.kind) {
        Some(kind @ Kind::Bool) => match value {
            "YES" => Value::Bool(true),
            "NO" => Value::Bool(false),
            _ => built_in(kind, value).unwrap_or_else(text),
        },
        Some(kind) => built_in(kind, value).unwrap_or_else(text),
        None => value.parse().map_or_else(|_| text(), Value::Int),
    }
}

/// Who set it, in the words of both engines. A file without its line is the
/// server's word alone: to be looked for in the file itself.
fn origin(row: &plimsoll_model::Row<'_>, source: &str, name: &str, value: &str) -> Origin {
    match source {
        "COMPILED" | "COMPILE-TIME" | "AUTO" | "" => Origin::Default,
        "COMMAND_LINE" | "COMMAND-LINE" => Origin::Argument(format!("{name}={value}")),
        "PERSISTED" => match row.text("path") {
            Some(file) if !file.is_empty() => Origin::Auto(Place {
                file: file.to_owned(),
                line: 1,
                column: 1,
            }),
            Some(_) | None => Origin::Server,
        },
        // GLOBAL, SERVER, EXPLICIT, EXTRA, USER, LOGIN, DYNAMIC; CONFIG, SQL.
        _ => Origin::Server,
    }
}
