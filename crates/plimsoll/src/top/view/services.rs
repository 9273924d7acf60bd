//! The services that stand on servers, a row each.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Column, left, list, rest, right};
use crate::top::input::Extent;
use crate::top::paint::{FAINT, Paint};
use crate::top::rows::{self, Service};
use crate::top::show;
use crate::top::state::State;

const fn columns<'a>() -> [Column<Service<'a>>; 6] {
    [
        left("SERVICE", 24, |it| show::text(&it.status.service)),
        left("PROBE", 9, |it| probe(it).to_owned()),
        right("TOOK", 8, |it| {
            figure(it.status.probe_seconds, show::seconds)
        }),
        right("REQ/S", 6, |it| {
            figure(it.status.requests_per_second, show::count)
        }),
        right("ERR/S", 6, |it| {
            figure(it.status.errors_per_second, show::count)
        }),
        rest("STANDS ON", 12, |it| show::text(&it.servers.join(", "))),
    ]
}

/// Draws them.
pub(in crate::top) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    paint: Paint,
) -> Extent {
    let look = |it: &Service<'_>| match it.status.is_up {
        Some(true) => Style::new(),
        Some(false) => paint.bad(),
        None => FAINT,
    };
    let rows = rows::services(state);
    list(
        frame,
        area,
        &columns(),
        &rows,
        (paint, state.place().at, look),
    )
}

fn probe(it: &Service<'_>) -> &'static str {
    match it.status.is_up {
        Some(true) => "up",
        Some(false) => "failed",
        None => "not asked",
    }
}

fn figure(value: Option<f64>, shown: fn(f64) -> String) -> String {
    value.map_or_else(|| "-".to_owned(), shown)
}
