//! What happened, the newest first.

use plimsoll_report::json::EventStatus;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Column, left, list, rest};
use crate::top::input::Extent;
use crate::top::paint::Paint;
use crate::top::rows;
use crate::top::show;
use crate::top::state::State;

const fn columns<'a>() -> [Column<&'a EventStatus>; 4] {
    [
        left("TIME", 20, |it| show::text(&it.time)),
        left("KIND", 13, |it| show::text(&it.kind.replace('_', " "))),
        left("TARGET", 16, |it| show::text(&it.target)),
        rest("WHAT", 20, |it| words(it)),
    ]
}

/// Draws them; of one server, or of all.
pub(in crate::top) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    shown: (Option<&str>, Paint),
) -> Extent {
    let (of, paint) = shown;
    let rows = rows::events(state, of);
    let looks = (paint, state.place().at, |_: &&EventStatus| Style::new());
    list(frame, area, &columns(), &rows, looks)
}

/// The message, who did it and where that is written.
pub(in crate::top) fn words(event: &EventStatus) -> String {
    let mut words = show::text(&event.message);
    let besides = [("by ", &event.actor), ("ref ", &event.reference)];
    for (what, it) in besides {
        if let Some(it) = it {
            words.push_str(", ");
            words.push_str(what);
            words.push_str(&show::text(it));
        }
    }
    words
}
