//! What would move the load line: single changes, each priced, best first.

use plimsoll_model::Lever;

use crate::case::Case;
use crate::change::{Change, under};
use crate::engine;
use crate::load_line::{Mark, mark_above};

/// The most levers worth showing.
const SHOWN_MAX: usize = 6;
/// The most steps of one parameter that are tried.
const STEPS_MAX: usize = 200;

/// The changes that move the load line up, best first; ties in the engine's
/// own order. Each goes as far as it must to matter: to the first value that
/// carries the load, or, where none does, to the first that moves the line.
pub(crate) fn levers(case: &Case<'_>, limit_bytes: u64, now: Mark) -> Vec<Lever> {
    let goal = Mark::At(case.sessions());
    let mut levers: Vec<(Mark, Lever)> = engine::changes(case)
        .into_iter()
        .filter_map(|first| {
            let moves = pulled(case, &first, limit_bytes, now)?;
            let carries = (now <= goal)
                .then(|| pulled(case, &first, limit_bytes, goal))
                .flatten();
            let (then, to) = carries.unwrap_or(moves);
            let change = Change { to, ..first };
            let lever = Lever {
                parameter: change.parameter.to_owned(),
                change: change.text(),
                to: change.to,
                load_line_sessions: then.sessions(),
            };
            Some((then, lever))
        })
        .collect();
    levers.sort_by_key(|(then, _)| std::cmp::Reverse(*then));
    levers.truncate(SHOWN_MAX);
    levers.into_iter().map(|(_, lever)| lever).collect()
}

/// The first step of a parameter that takes the line beyond `beyond`: where it
/// lies then, and the value.
fn pulled(
    case: &Case<'_>,
    first: &Change,
    limit_bytes: u64,
    beyond: Mark,
) -> Option<(Mark, String)> {
    let sessions = match beyond {
        Mark::WithNone => 0,
        Mark::At(sessions) => sessions,
        Mark::Never => return None,
    };
    let walk = walked(case, first, |after| {
        mark_above(after, limit_bytes, sessions)
    })?;
    Some((walk.seen, walk.change.to))
}

/// A parameter taken as many steps as it needed.
pub(crate) struct Walk<T> {
    /// From its value now to the last step's.
    pub(crate) change: Change,
    /// How many steps.
    pub(crate) steps: usize,
    /// What was looked for.
    pub(crate) seen: T,
}

/// Takes a parameter step by step, from `first` on, until `look` sees in the
/// case what it looks for; `None` where it has no milder value before that. One
/// step may change nothing: a sort's rows fit in half of `work_mem` too.
pub(crate) fn walked<T>(
    case: &Case<'_>,
    first: &Change,
    look: impl Fn(&Case<'_>) -> Option<T>,
) -> Option<Walk<T>> {
    let mut step = first.clone();
    for steps in 1..=STEPS_MAX {
        let (seen, next) = under(case, &step, |after| match look(after) {
            Some(seen) => (Some(seen), None),
            None => (None, next_of(after, step.parameter)),
        })?;
        if let Some(seen) = seen {
            let from = first.from.clone();
            let change = Change { from, ..step };
            return Some(Walk {
                change,
                steps,
                seen,
            });
        }
        step = next?;
    }
    None
}

fn next_of(case: &Case<'_>, parameter: &str) -> Option<Change> {
    let mut changes = engine::changes(case).into_iter();
    changes.find(|next| next.parameter == parameter)
}
