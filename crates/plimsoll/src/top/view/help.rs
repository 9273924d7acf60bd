//! The keys, the commands and the sorts, of the tables that make them work.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::page;
use crate::top::input::Extent;
use crate::top::keys::COMMANDS;
use crate::top::paint::Paint;
use crate::top::sort::Sort;
use crate::top::state::State;

const KEYS: [(&str, &str); 11] = [
    ("j k ↓ ↑", "a row down, up; ctrl-f ctrl-b a page"),
    ("g G", "the first row, the last"),
    ("enter d", "the marked server more closely"),
    ("l", "its events"),
    (":", "a command, or the name of a server"),
    ("/", "rows with a word; !word without; -f wd its letters"),
    ("esc", "no filter; back"),
    ("-", "the view before"),
    ("space", "pause, and go on"),
    ("?", "this"),
    ("q ctrl-c", "leave"),
];

/// Draws them.
pub(in crate::top) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    paint: Paint,
) -> Extent {
    let mut lines = vec![Line::styled("KEYS", paint.head())];
    lines.extend(KEYS.map(|(key, what)| entry(key, what)));
    lines.push(Line::styled("COMMANDS", paint.head()));
    lines.extend(COMMANDS.map(|(names, what)| entry(&names.join(" "), what)));
    lines.push(Line::styled(
        "SORTS OF SERVERS, again to turn",
        paint.head(),
    ));
    lines.extend(Sort::ALL.map(|(letter, _, what)| entry(&letter.to_string(), what)));
    page(frame, area, lines, state.place().at)
}

fn entry(key: &str, what: &str) -> Line<'static> {
    Line::from(vec![
        Span::raw(format!("  {key:24}")),
        Span::raw(what.to_owned()),
    ])
}
