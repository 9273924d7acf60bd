//! `pg_settings` read as what is in force. Types and units are those of the
//! row: a parameter of an extension or of a version to come is as good.
//!
//! Source: PostgreSQL manual, "`pg_settings`"; `guc.h`, `GucSource`.

use plimsoll_model::{Origin, Place, Setting, Snapshot, Unit, Value};

use super::row::{Row, SETTINGS};
use crate::catalogue::Series;
use crate::format::postgresql::{as_shown, integer, real};

/// The row of every parameter.
pub(super) fn rows(snapshot: &Snapshot, series: Series) -> Vec<Row> {
    let rows = snapshot.rows(SETTINGS);
    let read = |row: plimsoll_model::Row<'_>| {
        let source = row.text("source").unwrap_or_default();
        if OF_THE_ROLE.contains(&source) {
            return of_the_files(snapshot, series, &row);
        }
        let value = value_of_others(&row, source)?;
        let is_set = is_set(source, &row, value);
        let name = row.text("name").unwrap_or_default();
        let origin = is_set.then(|| origin(place(&row), name, value, source));
        read(&row, value, origin)
    };
    rows.filter_map(read).collect()
}

/// Where a value is from that the role or the database of the session that asks
/// has for itself: what the others have is then hidden behind it.
const OF_THE_ROLE: [&str; 4] = ["database", "user", "database user", "global"];

/// A setting as the files have it, so far as the server says; else as it is
/// built in.
fn of_the_files(snapshot: &Snapshot, series: Series, row: &plimsoll_model::Row<'_>) -> Option<Row> {
    let name = row.text("name")?;
    let lines = snapshot.rows("file_settings");
    let of_it = |line: &plimsoll_model::Row<'_>| line.text("name") == Some(name);
    let last = lines.filter(of_it).last();
    let written = last.and_then(|line| as_shown(series, name, line.text("setting")?));
    match (written, last) {
        (Some(value), Some(line)) => {
            let origin = origin(place(&line), name, &value, "configuration file");
            read(row, &value, Some(origin))
        }
        (_, _) => read(row, row.text("boot_val")?, None),
    }
}

/// Where a line of a file stands, as the server says.
fn place(row: &plimsoll_model::Row<'_>) -> Option<Place> {
    Some(Place {
        file: row.text("sourcefile")?.to_owned(),
        line: row.text("sourceline")?.parse().ok()?,
        column: 1,
    })
}

fn read(row: &plimsoll_model::Row<'_>, value: &str, origin: Option<Origin>) -> Option<Row> {
    let name = row.text("name")?;
    let unit = row.text("unit").and_then(unit);
    let typed = typed(row.text("vartype").unwrap_or_default(), value);
    Some(Row {
        is_set: origin.is_some(),
        setting: Setting {
            name: name.to_owned(),
            display: display(name, value, &typed, unit),
            value: value.to_owned(),
            typed,
            unit,
            origin: origin.unwrap_or(Origin::Default),
            shadowed: Vec::new(),
        },
    })
}

/// What other sessions have: the session that asked has set some for itself,
/// and its client has given some at its start.
fn value_of_others<'a>(row: &plimsoll_model::Row<'a>, source: &str) -> Option<&'a str> {
    let shown = row.text("setting");
    // Shown in its place while archive_mode is off (xlog.c, show_archive_command).
    if shown == Some("(disabled)") && row.text("name") == Some("archive_command") {
        return row.text("reset_val").or(shown);
    }
    match source {
        "session" | "interactive" => row.text("reset_val").or_else(|| row.text("setting")),
        "client" => row.text("boot_val").or_else(|| row.text("setting")),
        _ => row.text("setting"),
    }
}

/// Whether someone set it for all sessions.
fn is_set(source: &str, row: &plimsoll_model::Row<'_>, value: &str) -> bool {
    match source {
        "default" | "override" | "client" => false,
        // Who gave the value that the session's own hides is not shown.
        "session" | "interactive" => row.text("boot_val") != Some(value),
        _ => true,
    }
}

/// `postgresql.auto.conf` is the file that ALTER SYSTEM writes.
fn origin(place: Option<Place>, name: &str, value: &str, source: &str) -> Origin {
    match (source, place) {
        (_, Some(place)) if place.file.ends_with("postgresql.auto.conf") => Origin::Auto(place),
        (_, Some(place)) => Origin::File(place),
        ("command line", None) => Origin::Argument(format!("{name}={value}")),
        (_, None) => Origin::Server,
    }
}

fn unit(text: &str) -> Option<Unit> {
    const UNITS: [Unit; 10] = [
        Unit::B,
        Unit::KB,
        Unit::Blocks8KB,
        Unit::MB,
        Unit::Us,
        Unit::Ms,
        Unit::S,
        Unit::Min,
        Unit::H,
        Unit::D,
    ];
    UNITS.into_iter().find(|unit| unit.as_str() == text)
}

fn typed(kind: &str, value: &str) -> Value {
    let text = || Value::Text(value.to_owned());
    match kind {
        "bool" => Value::Bool(value == "on"),
        "integer" => whole(value).map_or_else(text, Value::Int),
        "real" => value.parse().map_or_else(|_| text(), Value::Real),
        "enum" => Value::Enum(value.to_owned()),
        _ => text(),
    }
}

/// Modes of files are shown in octal, with the zero of C in front.
fn whole(value: &str) -> Option<i128> {
    match value.strip_prefix('0') {
        Some(octal) if !octal.is_empty() => i128::from_str_radix(octal, 8).ok(),
        Some(_) | None => value.parse().ok(),
    }
}

fn display(name: &str, value: &str, typed: &Value, unit: Option<Unit>) -> String {
    match typed {
        Value::Int(number) => integer(name, *number, unit),
        Value::Real(number) => real(*number, unit),
        Value::Bool(_) | Value::Enum(_) | Value::Text(_) => value.to_owned(),
    }
}
