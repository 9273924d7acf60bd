//! All servers, a row each: those not well first.

use jiff::Timestamp;
use plimsoll_report::json::ServerStatus;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Column, left, list, rest, right};
use crate::top::input::Extent;
use crate::top::paint::{FAINT, Paint};
use crate::top::rows;
use crate::top::show::{self, count_or_dash};
use crate::top::sort::missed;
use crate::top::state::State;

/// From here on the columns have room for words.
const WIDE: u16 = 140;

/// A server, and when this is.
struct Row<'a> {
    server: &'a ServerStatus,
    at: Option<Timestamp>,
}

const fn narrow<'a>() -> [Column<Row<'a>>; 11] {
    [
        rest("NAME", 11, name),
        left("ENGINE", 7, engine_short),
        left("REACH", 10, reach_short),
        left("MEMORY", 14, memory_short),
        right("NOW", 4, |it| count_or_dash(it.server.sessions)),
        right("LINE", 4, |it| {
            count_or_dash(it.server.load_line.learned_sessions)
        }),
        right("BILL", 4, |it| {
            count_or_dash(it.server.load_line.bill_sessions)
        }),
        right("LAT", 5, |it| {
            latency(it).replace(" min", "m").replace(' ', "")
        }),
        right("TPS", 4, transactions),
        right("BLK", 3, |it| count_or_dash(it.server.blocked_sessions)),
        right("MISS", 4, |it| show::count(missed(it.server) as f64)),
    ]
}

const fn wide<'a>() -> [Column<Row<'a>>; 13] {
    [
        left("NAME", 24, name),
        left("ENGINE", 18, engine),
        left("REACH", 22, reach),
        right("MEMORY", 24, memory),
        left("", 20, |it| memory_bar(it, 20)),
        right("SESSIONS", 8, |it| count_or_dash(it.server.sessions)),
        right("LINE", 5, |it| {
            count_or_dash(it.server.load_line.learned_sessions)
        }),
        right("BILL", 5, |it| {
            count_or_dash(it.server.load_line.bill_sessions)
        }),
        right("LATENCY", 8, latency),
        right("TPS", 6, transactions),
        right("BLOCKED", 7, |it| count_or_dash(it.server.blocked_sessions)),
        right("MISSED", 6, |it| show::count(missed(it.server) as f64)),
        rest("NOT WELL", 10, trouble),
    ]
}

/// Draws them.
pub(in crate::top) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    paint: Paint,
) -> Extent {
    let at = state.status.time.parse().ok();
    let servers = rows::servers(state).into_iter();
    let rows: Vec<Row<'_>> = servers.map(|server| Row { server, at }).collect();
    let looks = (paint, state.place().at, |row: &Row<'_>| look(row, paint));
    if area.width < WIDE {
        list(frame, area, &narrow(), &rows, looks)
    } else {
        list(frame, area, &wide(), &rows, looks)
    }
}

fn look(row: &Row<'_>, paint: Paint) -> Style {
    let share = show::share(row.server.held_bytes, row.server.limit_bytes);
    if !row.server.troubles.is_empty() {
        paint.bad()
    } else if row.server.reach.is_none() {
        FAINT
    } else if share.is_some_and(|share| share > 0.85) || row.server.blocked_sessions > Some(0) {
        paint.doubtful()
    } else {
        Style::new()
    }
}

fn name(row: &Row<'_>) -> String {
    show::text(&row.server.name)
}

fn version(row: &Row<'_>) -> String {
    let version = row.server.version.as_deref().unwrap_or_default();
    let number = version.split([' ', '-']).next().unwrap_or_default();
    show::text(number)
}

fn engine(row: &Row<'_>) -> String {
    match &row.server.engine {
        Some(engine) => format!("{} {}", show::text(engine), version(row)),
        None => "-".to_owned(),
    }
}

/// `pg16.4`: the letters that everybody uses, and the first two numbers.
fn engine_short(row: &Row<'_>) -> String {
    let letters = match row.server.engine.as_deref() {
        Some("postgresql") => "pg",
        Some("mysql") => "my",
        Some("mariadb") => "ma",
        Some(_) | None => return "-".to_owned(),
    };
    let version = version(row);
    let numbers: Vec<&str> = version.split('.').take(2).collect();
    format!("{letters}{}", numbers.join("."))
}

fn reach(row: &Row<'_>) -> String {
    let reach = match row.server.reach.as_deref() {
        Some(reach) => show::text(&reach.replace('_', " ")),
        None => "not tried".to_owned(),
    };
    match show::since(row.server.since.as_deref(), row.at) {
        Some(since) => format!("{reach} {since}"),
        None => reach,
    }
}

/// `up 3h`; of `login refused` the word that tells.
fn reach_short(row: &Row<'_>) -> String {
    let long = reach(row).replace(" min", "m");
    let long = long
        .replace("login refused", "login")
        .replace("not ready", "unready");
    let (state, since) = long.split_at(
        long.find(|it: char| it.is_ascii_digit())
            .unwrap_or(long.len()),
    );
    format!("{state}{}", since.replace(' ', ""))
}

fn memory(row: &Row<'_>) -> String {
    show::of_limit_in_words(row.server.held_bytes, row.server.limit_bytes)
}

fn memory_short(row: &Row<'_>) -> String {
    let figures = show::of_limit(row.server.held_bytes, row.server.limit_bytes);
    format!("{figures:8} {}", memory_bar(row, 5))
}

fn memory_bar(row: &Row<'_>, width: usize) -> String {
    let share = show::share(row.server.held_bytes, row.server.limit_bytes);
    share.map_or_else(String::new, |share| show::bar(share, width))
}

fn latency(row: &Row<'_>) -> String {
    let seconds = row.server.statement_seconds;
    seconds.map_or_else(|| "-".to_owned(), show::seconds)
}

fn transactions(row: &Row<'_>) -> String {
    let rate = row.server.transactions_per_second;
    rate.map_or_else(|| "-".to_owned(), show::count)
}

fn trouble(row: &Row<'_>) -> String {
    let first = row.server.troubles.first();
    first.map_or_else(String::new, |it| show::text(it))
}
