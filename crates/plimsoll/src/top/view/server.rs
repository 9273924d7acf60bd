//! One server: its memory and sessions over the last minutes, the load line, what it
//! does, whom it waits for and what happened. Two columns where there is room.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::page;
use crate::top::input::Extent;
use crate::top::paint::Paint;
use crate::top::section::{self, Section};
use crate::top::show;
use crate::top::state::State;

/// From here on there is room for two columns.
const WIDE: u16 = 140;
/// Between them, and before each line.
const MARGIN: u16 = 2;

/// Draws it.
pub(in crate::top) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    shown: (&str, Paint),
) -> Extent {
    let (name, paint) = shown;
    let Some(server) = state.server(name) else {
        let gone = format!(" the daemon watches no {} any more", show::text(name));
        return page(frame, area, vec![Line::styled(gone, paint.bad())], 0);
    };
    let detail = match &state.detail {
        Some(Ok(detail)) if detail.figures.server == name => Some(detail),
        _ => None,
    };
    let at = state.status.time.parse().ok();
    let seen = section::Seen { server, detail, at };
    let figures = section::of_figures();
    let words = section::of_words();
    let first = state.place().at;
    if area.width < WIDE {
        let width = usize::from(area.width);
        let mut lines = head(&seen, state, width, paint);
        lines.extend(laid_out(&figures, &seen, width, paint));
        lines.extend(laid_out(&words, &seen, width, paint));
        return page(frame, area, lines, first);
    }
    let halves = [Constraint::Fill(1), Constraint::Fill(1)];
    let [one, other] = Layout::horizontal(halves).spacing(MARGIN).areas(area);
    let mut lines = head(&seen, state, usize::from(one.width), paint);
    lines.extend(laid_out(&figures, &seen, usize::from(one.width), paint));
    let figures = page(frame, one, lines, first);
    let lines = laid_out(&words, &seen, usize::from(other.width), paint);
    let words = page(frame, other, lines, first);
    Extent {
        rows: figures.rows.max(words.rows),
        ..figures
    }
}

/// Who it is, and what is not well.
fn head(seen: &section::Seen<'_>, state: &State, width: usize, paint: Paint) -> Vec<Line<'static>> {
    let server = seen.server;
    let room = width.saturating_sub(usize::from(MARGIN));
    let mut lines: Vec<Line<'static>> = show::wrapped(&section::who(seen), room)
        .into_iter()
        .map(|line| Line::raw(format!(" {line}")))
        .collect();
    let unasked = match &state.detail {
        Some(Err(why)) => Some(format!("its figures could not be had: {why}")),
        Some(Ok(_)) | None => None,
    };
    let fell = server.incident.as_ref();
    let fell = fell.map(|it| format!("it fell at {}: {}", it.time, it.line()));
    for trouble in server.troubles.iter().chain(&unasked).chain(&fell) {
        let wrapped = show::wrapped(&show::text(trouble), room);
        lines.extend(
            wrapped
                .into_iter()
                .map(|it| Line::styled(format!(" {it}"), paint.bad())),
        );
    }
    lines
}

fn laid_out(
    sections: &[Section],
    seen: &section::Seen<'_>,
    width: usize,
    paint: Paint,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let room = width.saturating_sub(usize::from(MARGIN));
    for section in sections {
        let said = (section.lines)(seen, room);
        if said.is_empty() {
            continue;
        }
        lines.push(Line::styled(format!(" {}", section.title), paint.head()));
        lines.extend(said.into_iter().map(|line| Line::raw(format!("  {line}"))));
    }
    lines
}
