//! The values that would hold: milder settings under which the load stays
//! within the limit.

use plimsoll_model::{InForce, Load, Profile, Range, Refusal, ServerFacts, Solution};

use crate::case::{Arrivals, Case};
use crate::change::{Change, changed};
use crate::lever::walked;
use crate::total::{total, verdict};
use crate::{engine, fill};

/// The most steps tried; each halves something, so that this ends long after
/// every value has reached its floor.
const STEPS_MAX: usize = 200;

/// The values that hold for this load, changed as little as it takes: one
/// parameter alone where one suffices; else step by step the milder value that
/// frees most, until one alone suffices for the rest or nothing helps any more.
///
/// # Errors
/// No limit is known, or the load itself cannot be priced (see
/// [`price`](crate::price())).
pub fn solve(
    settings: &InForce,
    facts: &ServerFacts,
    load: &Load,
    profile: Profile,
    arrivals: Option<Arrivals>,
) -> Result<Solution, Refusal> {
    let Some(limit) = facts.ceiling_bytes().get().copied() else {
        return Err(Refusal {
            why: "no limit is known, so nothing can be said to hold; give --limit or --memory"
                .to_owned(),
        });
    };
    let priced = fill::filled(settings, load, profile, arrivals)?;
    let start = fill::case(settings, facts, &priced)?;
    Ok(search(&start, limit))
}

/// The search itself, on a case that is filled in.
pub(crate) fn search(start: &Case<'_>, limit: u64) -> Solution {
    search_among(start, limit, |range| range.high_bytes, |_| true)
}

/// The search among some parameters, until a figure of the total fits.
pub(crate) fn search_among(
    start: &Case<'_>,
    limit: u64,
    figure: fn(Range) -> u64,
    among: impl Fn(&str) -> bool + Copy,
) -> Solution {
    let mut settings = start.settings.clone();
    let mut groups = start.groups.clone();
    let mut values: Vec<(String, String)> = Vec::new();
    let mut now = total(start);
    for _ in 0..STEPS_MAX {
        if figure(now) <= limit {
            break;
        }
        let case = Case {
            settings: &settings,
            groups: groups.clone(),
            ..*start
        };
        let changes = changes_among(&case, among);
        let next = alone(&case, &changes, |then| figure(then) <= limit)
            .or_else(|| best_step(&case, &changes, figure, figure(now)));
        let Some((change, then)) = next else {
            break;
        };
        let Some((server, owns)) = changed(&case, &change) else {
            break;
        };
        for (group, own) in groups.iter_mut().zip(owns) {
            group.own = own;
        }
        settings = server;
        now = then;
        match values.iter_mut().find(|(name, _)| name == change.parameter) {
            Some((_, value)) => *value = change.to,
            None => values.push((change.parameter.to_owned(), change.to)),
        }
    }
    Solution {
        values,
        total: now,
        verdict: verdict(now, Some(&limit)),
    }
}

fn changes_among(case: &Case<'_>, among: impl Fn(&str) -> bool) -> Vec<Change> {
    let mut changes = engine::changes(case);
    changes.retain(|change| among(change.parameter));
    changes
}

/// The one parameter that suffices by itself, in the fewest steps.
fn alone(
    case: &Case<'_>,
    changes: &[Change],
    fits: impl Fn(Range) -> bool,
) -> Option<(Change, Range)> {
    let suffices = |after: &Case<'_>| Some(total(after)).filter(|then| fits(*then));
    changes
        .iter()
        .filter_map(|first| walked(case, first, suffices))
        .min_by_key(|walk| walk.steps)
        .map(|walk| (walk.change, walk.seen))
}

/// The step that frees most of the figure, past those that free nothing.
fn best_step(
    case: &Case<'_>,
    changes: &[Change],
    figure: fn(Range) -> u64,
    now: u64,
) -> Option<(Change, Range)> {
    let frees = |after: &Case<'_>| Some(total(after)).filter(|then| figure(*then) < now);
    changes
        .iter()
        .filter_map(|first| walked(case, first, frees))
        .min_by_key(|walk| figure(walk.seen))
        .map(|walk| (walk.change, walk.seen))
}
