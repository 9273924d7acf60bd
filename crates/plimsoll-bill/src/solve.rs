//! The values that would hold: milder settings under which the load stays
//! within the limit.

use std::cmp::Reverse;

use plimsoll_model::{InForce, Load, Profile, Range, Refusal, ServerFacts, Verdict};

use crate::case::{Arrivals, Case, Group};
use crate::lever::{Change, changed};
use crate::price::{total, verdict};
use crate::{engine, fill};

/// The most steps tried; each halves something, so that this ends long after
/// every value has reached its floor.
const STEPS_MAX: usize = 200;

/// Settings under which a load would hold, or the nearest that there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Parameter and the value to write, in the engine's own notation; each
    /// parameter once, in the order they were first touched.
    pub values: Vec<(String, String)>,
    /// What the load takes with them.
    pub total: Range,
    /// Against the limit: `Within` unless even the mildest values do not hold.
    pub verdict: Verdict,
}

/// The values that hold for this load, changed as little as it takes: step by
/// step the milder value that frees most, until `high` is within the limit or
/// nothing helps any more.
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
    Ok(search(
        settings.clone(),
        start.groups.clone(),
        &start,
        limit,
    ))
}

fn search(mut settings: InForce, mut groups: Vec<Group>, start: &Case<'_>, limit: u64) -> Solution {
    let mut values: Vec<(String, String)> = Vec::new();
    let mut now = total(start);
    for _ in 0..STEPS_MAX {
        if now.high_bytes <= limit {
            break;
        }
        let case = Case {
            settings: &settings,
            groups: groups.clone(),
            ..*start
        };
        let Some((change, then)) = best_step(&case, limit, now) else {
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

/// The step that frees most of `high`; what it frees below the limit is not
/// counted, so that the smallest sufficient step wins where several suffice.
fn best_step(case: &Case<'_>, limit: u64, now: Range) -> Option<(Change, Range)> {
    engine::changes(case)
        .into_iter()
        .filter_map(|change| {
            let then = crate::lever::under(case, &change, total)?;
            (then.high_bytes < now.high_bytes).then_some((change, then))
        })
        .min_by_key(|(_, then)| (then.high_bytes.max(limit), Reverse(then.high_bytes)))
}
