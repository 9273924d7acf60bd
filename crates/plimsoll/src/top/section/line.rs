//! Memory and sessions against the load line, now, lately and to come.

use std::collections::BTreeMap;

use plimsoll_model::Bytes;
use plimsoll_report::json::{ForecastStatus, Series};

use super::figures;
use super::seen::Seen;
use crate::top::show;

/// The widest a bar or a sparkline is.
const DRAWN_MAX: usize = 60;
/// What stands beside a sparkline: its words and its lowest and highest.
const BESIDE: usize = 36;

/// Held against the limit, its parts, and the last 15 minutes.
pub(super) fn memory(seen: &Seen<'_>, width: usize) -> Vec<String> {
    let server = seen.server;
    let mut lines = vec![show::of_limit_in_words(
        server.held_bytes,
        server.limit_bytes,
    )];
    if let Some(share) = show::share(server.held_bytes, server.limit_bytes) {
        let bar = show::bar(share, width.saturating_sub(BESIDE).min(DRAWN_MAX));
        lines[0] = format!("{}  {bar}", lines[0]);
    }
    lines.extend(whys(seen, &["held_bytes", "limit_bytes"], width));
    lines.extend(figures::items(seen, &figures::MEMORY, width));
    let held = seen.detail.map(|it| &it.held);
    lines.extend(held.and_then(|it| lately(it, width, |it| Bytes(it as u64).to_string())));
    lines
}

/// Sessions by state, and the last 15 minutes.
pub(super) fn sessions(seen: &Seen<'_>, width: usize) -> Vec<String> {
    let now = show::count_or_dash(seen.server.sessions);
    let mut lines = vec![format!("{now} now")];
    lines.extend(whys(seen, &["sessions"], width));
    lines.extend(figures::items(seen, &figures::SESSIONS, width));
    let sessions = seen.detail.map(|it| &it.sessions);
    lines.extend(sessions.and_then(|it| lately(it, width, show::count)));
    lines
}

/// Sessions at which it goes under, with their spread, and when.
pub(super) fn load_line(seen: &Seen<'_>, width: usize) -> Vec<String> {
    let line = &seen.server.load_line;
    let learned = line.learned_sessions.map(|sessions| {
        let low = show::count_or_dash(line.learned_low_sessions);
        let high = show::count_or_dash(line.learned_high_sessions);
        let from = line.learned_from.as_deref();
        let from = from.map_or_else(String::new, |from| format!(" from {} on", show::text(from)));
        let text = format!("goes under at {sessions} sessions ({low} to {high}), learned{from}");
        show::wrapped(&text, width)
    });
    let bill = line.bill_sessions;
    let bill = bill.map(|sessions| format!("goes under at {sessions} sessions by the bill"));
    let mut lines = learned.unwrap_or_default();
    lines.extend(bill);
    lines.extend(whys(seen, &["learned_sessions", "bill_sessions"], width));
    match &line.forecast {
        Some(forecast) => lines.extend(show::wrapped(&foretold(forecast), width)),
        None => lines.extend(whys(seen, &["forecast"], width)),
    }
    lines
}

fn foretold(forecast: &ForecastStatus) -> String {
    let latest = forecast.latest.as_deref().unwrap_or("perhaps never");
    let text = format!(
        "goes under on {} (from {}, to {latest}): {} grows by {} an hour",
        forecast.time,
        forecast.earliest,
        forecast.grows,
        Bytes(forecast.bytes_per_hour)
    );
    show::text(&text)
}

/// Why figures are unknown.
fn whys(seen: &Seen<'_>, fields: &[&str], width: usize) -> Vec<String> {
    let whys = fields.iter().filter_map(|field| {
        let why = seen.server.unknown.get(*field)?;
        let words = field.replace('_', " ");
        let words = words.trim_end_matches(" bytes");
        Some(format!("{words} unknown: {}", show::text(why)))
    });
    whys.flat_map(|why| show::wrapped(&why, width)).collect()
}

/// All series together over the last 15 minutes, between their lowest and highest.
fn lately(series: &Series, width: usize, shown: impl Fn(f64) -> String) -> Option<String> {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for (at, value) in series.series.iter().flat_map(|it| &it.points) {
        *sums.entry(at).or_default() += value;
    }
    let points: Vec<f64> = sums.into_values().collect();
    let low = points.iter().copied().reduce(f64::min)?;
    let high = points.iter().copied().reduce(f64::max)?;
    let drawn = show::sparkline(&points, width.saturating_sub(BESIDE).min(DRAWN_MAX));
    Some(format!("15 min {drawn} {} to {}", shown(low), shown(high)))
}
