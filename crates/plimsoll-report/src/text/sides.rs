//! Two configurations beside each other for people: a line a parameter, then
//! the two bills in a line each.

use std::fmt::Write as _;

use plimsoll_model::{Bytes, Known};

use super::wrapped;
use crate::clean::clean;
use crate::closing::counted;
use crate::{Differs, Screen, Side, Sides};

/// What differs, and what it does to the bill.
pub fn sides(sides: &Sides, screen: Screen) -> String {
    let mut out = String::new();
    for (mark, side) in [("A", &sides.one), ("B", &sides.other)] {
        let title = format!("{mark}  {}: {}", clean(&side.name), side.server);
        let _ = writeln!(out, "{}", screen.palette.strong(&title));
    }
    out.push('\n');
    let names = sides
        .differences
        .iter()
        .map(|it| it.parameter.chars().count());
    let width = names.max().unwrap_or(0);
    for differs in &sides.differences {
        out.push_str(&line(differs, width));
    }
    let count = counted(sides.differences.len(), "difference");
    let _ = writeln!(out, "{count}.");
    for (mark, side) in [("A", &sides.one), ("B", &sides.other)] {
        out.push_str(&wrapped(&bill(mark, side), "", screen.width));
    }
    out
}

fn line(differs: &Differs, width: usize) -> String {
    let value = |side: &Option<(String, String)>| match side {
        Some((value, source)) if value.is_empty() => format!("'' ({source})"),
        Some((value, source)) => format!("{value} ({source})"),
        None => "not there".to_owned(),
    };
    let name = &differs.parameter;
    let line = format!(
        "{name:width$}  {} | {}",
        value(&differs.one),
        value(&differs.other)
    );
    format!("{}\n", clean(&line))
}

fn bill(mark: &str, side: &Side) -> String {
    let bill = match &side.bill {
        Ok(bill) => bill,
        Err(why) => return format!("{mark}  no memory bill: {}.", clean(why)),
    };
    let total = bill.total;
    let line = match &bill.load_line.sessions {
        Known::Known(sessions, _) => format!("; load line {sessions} sessions"),
        Known::Unknown(why) => format!("; no load line: {why}"),
    };
    format!(
        "{mark}  memory likely {}, at most {}, with {} sessions ({}){line}.",
        Bytes(total.likely_bytes),
        Bytes(total.high_bytes),
        bill.load.sessions,
        bill.load.sessions_source.as_str()
    )
}
