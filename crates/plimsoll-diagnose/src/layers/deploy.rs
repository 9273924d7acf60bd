//! New versions of clients: cleared where events are told and none of them is a
//! deploy shortly before.

use jiff::SignedDuration;
use plimsoll_model::EventKind;

use super::found::{Look, clock};
use crate::record::Speaker;
use crate::story::Story;

/// How long before the moment a deploy may still be at fault.
const WITHIN: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn look(story: &Story) -> Look<'_> {
    let deploys = story.events_before(WITHIN, |event| {
        matches!(event.kind, EventKind::Deploy | EventKind::Scale)
    });
    if let Some(last) = deploys.last() {
        let after = last
            .at
            .zip(story.fall())
            .is_some_and(|(at, fell)| at > fell);
        return if after {
            Look::Worked("it came after the server fell".to_owned(), vec![last])
        } else {
            Look::Unknown("a deploy came within a day before: what it changed decides")
        };
    }
    match (story.moment, story.covered(Speaker::Event)) {
        (Some(moment), Some((from, _))) if moment.duration_since(from) >= SignedDuration::ZERO => {
            let earlier: Vec<_> = story
                .events()
                .filter(|(_, event)| event.kind == EventKind::Deploy)
                .map(|(signal, _)| signal)
                .collect();
            let why = format!(
                "the events from {} on tell of no deploy in the day before",
                clock(from)
            );
            Look::Worked(why, earlier)
        }
        _ => Look::Unknown("the deploys of the day before decide (--events)"),
    }
}
