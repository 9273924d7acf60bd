//! The bill as a table with its bar, the load line and the levers.

use std::fmt::Write as _;

use plimsoll_model::{Bytes, Known, Line, MemoryBill, Pool, Range, Verdict, Who};

use super::bar::bar;
use super::wrapped;
use crate::clean::clean;
use crate::{Palette, Screen};

/// The bill alone, formulas and sources with it.
pub fn bill(path: &str, bill: &MemoryBill, screen: Screen) -> String {
    let Screen { palette, width } = screen;
    let mut out = String::new();
    let _ = writeln!(out, "{}", palette.strong(&format!("Memory bill of {path}")));
    out.push_str(&table(bill, screen));
    out.push('\n');
    for line in &bill.lines {
        let _ = writeln!(out, "{}: {}", line.what, line.formula);
        out.push_str(&palette.faint(&wrapped(&line.source, "    ", width.saturating_sub(4))));
    }
    out.push('\n');
    let evidence = &bill.evidence;
    let versions = evidence.versions.join(", ");
    let measured = match evidence.runs {
        0 => format!("Model {}: not yet held against measured runs.", bill.model),
        runs => format!(
            "Model {}: held against {runs} measured runs ({versions}).",
            bill.model
        ),
    };
    out.push_str(&wrapped(&measured, "", width));
    if !evidence.outside.is_empty() {
        let outside = format!(
            "Outside what was measured: {}.",
            evidence.outside.join("; ")
        );
        out.push_str(&wrapped(&outside, "", width));
    }
    out
}

/// The table, the bar and what follows from them; `check` shows this much.
pub(super) fn table(bill: &MemoryBill, screen: Screen) -> String {
    let palette = screen.palette;
    let text_width = screen.width.saturating_sub(2);
    let mut out = format!("Load: {}\n", load(bill));
    for seen in &bill.load.load.seen {
        out.push_str(&palette.faint(&wrapped(&clean(seen), "  ", text_width)));
    }
    out.push('\n');
    let width = bill
        .lines
        .iter()
        .map(|line| line.what.chars().count() + 2)
        .fold(20, usize::max);
    let _ = writeln!(
        out,
        "  {:width$} {:>8} {:>9} {:>9} {:>9}",
        "", "count", "low", "likely", "high"
    );
    for who in [Who::Server, Who::Session, Who::Operation, Who::Worker] {
        let mut lines = bill.lines.iter().filter(|line| line.who == who).peekable();
        if lines.peek().is_some() {
            let _ = writeln!(out, "  {}", heading(who));
        }
        for line in lines {
            out.push_str(&row(line, width));
        }
    }
    let total = numbers(bill.total);
    let total = format!("  {:width$} {:>8} {total}", "total", "");
    let _ = writeln!(out, "{}\n", palette.strong(&total));
    out.push_str(&against_limit(bill, palette));
    out.push_str(&levers(bill));
    out.push_str(&would_hold(bill, text_width));
    if !bill.unbounded.is_empty() {
        let unbounded = format!("Not in it: {}.", bill.unbounded.join("; "));
        out.push_str(&wrapped(&unbounded, "  ", text_width));
    }
    out
}

fn row(line: &Line, width: usize) -> String {
    let pool = match line.pool {
        Pool::Limit => "",
        Pool::HugePages => "  (huge pages, not charged to the limit)",
    };
    let what = format!("  {}", line.what);
    let figures = numbers(line.range);
    format!("  {what:width$} {:>8} {figures}{pool}\n", line.count)
}

fn numbers(range: Range) -> String {
    let [low, likely, high] = [range.low_bytes, range.likely_bytes, range.high_bytes]
        .map(|bytes| Bytes(bytes).to_string());
    format!("{low:>9} {likely:>9} {high:>9}")
}

const fn heading(who: Who) -> &'static str {
    match who {
        Who::Server => "server",
        Who::Session => "sessions",
        Who::Operation => "operations",
        Who::Worker => "workers",
    }
}

/// `16 sessions (declared)`, `100 sessions (max_connections), profile mixed`.
fn load(bill: &MemoryBill) -> String {
    let load = &bill.load;
    let mut said = format!(
        "{} sessions ({})",
        load.sessions,
        load.sessions_source.as_str()
    );
    if let Some(profile) = load.profile {
        let _ = write!(said, ", what they do from the profile {}", profile.as_str());
    }
    said
}

fn against_limit(bill: &MemoryBill, palette: Palette) -> String {
    let mut out = format!("  {}\n", bar(bill.total, bill.limit_bytes.get().copied()));
    let verdict = match bill.verdict {
        Verdict::Over => "OVER",
        Verdict::AtRisk => "AT RISK",
        Verdict::Within => "WITHIN",
        Verdict::Unknown => "NOT JUDGED",
    };
    let verdict = palette.verdict(bill.verdict, verdict);
    let _ = match (&bill.limit_bytes, bill.freeboard_bytes) {
        (Known::Known(limit, source), Some(freeboard)) => {
            let size = Bytes(freeboard.unsigned_abs());
            let room = if freeboard < 0 {
                format!("{size} more than there is")
            } else {
                format!("{size} of freeboard")
            };
            writeln!(
                out,
                "  {verdict} the limit of {} ({source}): {room}",
                Bytes(*limit)
            )
        }
        (Known::Known(..) | Known::Unknown(_), _) => {
            writeln!(
                out,
                "  {verdict}: no limit is known; add --limit SIZE or --host"
            )
        }
    };
    if bill.limit_bytes.get().is_some() {
        let _ = writeln!(out, "  Load line: {}", load_line(bill));
    }
    out
}

fn load_line(bill: &MemoryBill) -> String {
    let line = &bill.load_line;
    let of = format!("{} ({})", line.of, line.of_source.as_str());
    match &line.sessions {
        Known::Known(sessions, _) => format!("{sessions} sessions of this load; {of} can come"),
        Known::Unknown(why) => format!("none, {why}; {of} can come"),
    }
}

fn levers(bill: &MemoryBill) -> String {
    let mut out = String::new();
    for lever in &bill.levers {
        let _ = match lever.load_line_sessions {
            Some(sessions) => writeln!(out, "    {}: {sessions} sessions", lever.change),
            None => writeln!(out, "    {}: no longer reached", lever.change),
        };
    }
    out
}

fn would_hold(bill: &MemoryBill, width: usize) -> String {
    let Some(solution) = &bill.would_hold else {
        return String::new();
    };
    let values: Vec<String> = solution
        .values
        .iter()
        .map(|(name, to)| format!("{name} = {to}"))
        .collect();
    let values = values.join(", ");
    let most = Bytes(solution.total.high_bytes);
    let text = match solution.verdict {
        Verdict::Within => format!("Would hold: {values} (at most {most})"),
        Verdict::Over | Verdict::AtRisk | Verdict::Unknown if values.is_empty() => {
            "No values would hold: the limit is too small for this load".to_owned()
        }
        Verdict::Over | Verdict::AtRisk | Verdict::Unknown => {
            format!("No values would hold; nearest: {values} (at most {most})")
        }
    };
    wrapped(&text, "  ", width)
}
