//! Filling a load in: what nobody gave comes from the profile, and how many
//! sessions can come from whoever knows best.

use std::collections::BTreeMap;

use plimsoll_model::{
    InForce, Kind, Load, LoadGroup, PricedLoad, Profile, Refusal, ServerFacts, SessionsSource,
};

use crate::apportion::apportion;
use crate::case::{Arrivals, Case, Group};
use crate::engine;
use crate::overlay::overlaid;
use crate::profile::active;

/// More sessions or operations than this are a mistake, not a load.
const COUNT_MAX: u64 = 1 << 32;

/// The load with sessions and operations in every group, and who said how many.
pub(crate) fn filled(
    settings: &InForce,
    load: &Load,
    profile: Profile,
    arrivals: Option<Arrivals>,
) -> Result<PricedLoad, Refusal> {
    resolved(settings)?;
    let mut groups = load.groups.clone();
    if groups.is_empty() {
        groups.push(LoadGroup::default());
    }
    let source = count_sessions(&mut groups, settings, arrivals);
    let from_profile = groups.iter().any(|group| group.operations.is_none());
    let groups: Vec<LoadGroup> = groups
        .into_iter()
        .flat_map(|group| act(group, profile, settings))
        .collect();
    let sessions = checked(settings, &groups)?;
    Ok(PricedLoad {
        sessions,
        sessions_source: source,
        profile: from_profile.then_some(profile),
        load: Load {
            groups,
            ..load.clone()
        },
    })
}

/// Numbers that cost no memory, whatever they are.
const FREE: [&str; 2] = ["port", "server_id"];

/// A value that nobody could work out has no price, and the built-in one in its
/// place would be a guess.
fn resolved(settings: &InForce) -> Result<(), Refusal> {
    let mut unresolved = settings.values.unresolved();
    match unresolved.find(|(name, _)| !FREE.contains(name)) {
        None => Ok(()),
        Some((name, text)) => Err(Refusal {
            why: format!(
                "{name} is {text}, and what that comes to is not known; give what it hangs on \
                 (the instance's memory and processors)"
            ),
        }),
    }
}

/// Gives every group its sessions. Whoever declares the whole beats what the
/// groups say of themselves (they are scaled to it); groups without a number
/// share alike in what the others leave of it.
fn count_sessions(
    groups: &mut [LoadGroup],
    settings: &InForce,
    arrivals: Option<Arrivals>,
) -> SessionsSource {
    let open = groups
        .iter()
        .filter(|group| group.sessions.is_none())
        .count();
    let given: Vec<u64> = groups
        .iter()
        .map(|group| group.sessions.unwrap_or(0))
        .collect();
    let whole = arrivals.unwrap_or_else(|| Arrivals {
        sessions: engine::sessions_allowed(settings),
        source: SessionsSource::MaxConnections,
    });
    if open > 0 {
        let taken = given
            .iter()
            .fold(0u64, |sum, &count| sum.saturating_add(count));
        let rest = whole.sessions.saturating_sub(taken);
        let mut shares = apportion(rest, &vec![1; open]).into_iter();
        for group in groups.iter_mut().filter(|group| group.sessions.is_none()) {
            group.sessions = shares.next();
        }
        return whole.source;
    }
    if let Some(Arrivals {
        sessions,
        source: SessionsSource::Declared,
    }) = arrivals
    {
        for (group, count) in groups.iter_mut().zip(apportion(sessions, &given)) {
            group.sessions = Some(count);
        }
    }
    // A load that was seen is no declaration.
    let seen = |arrivals: &Arrivals| arrivals.source == SessionsSource::Observed;
    if arrivals.as_ref().is_some_and(seen) {
        return SessionsSource::Observed;
    }
    SessionsSource::Declared
}

/// Splits a group without operations into the profile's active and idle ones.
fn act(group: LoadGroup, profile: Profile, settings: &InForce) -> Vec<LoadGroup> {
    if group.operations.is_some() {
        return vec![group];
    }
    let sessions = group.sessions.unwrap_or(0);
    let active = active(profile, sessions);
    let busy = LoadGroup {
        sessions: Some(active),
        operations: Some(engine::operations_of(profile, settings)),
        ..group.clone()
    };
    let idle = LoadGroup {
        sessions: Some(sessions - active),
        operations: Some(Vec::new()),
        ..group
    };
    vec![busy, idle]
}

fn checked(settings: &InForce, groups: &[LoadGroup]) -> Result<u64, Refusal> {
    let refuse = |why: String| Err(Refusal { why });
    let mut sessions = 0u64;
    for group in groups {
        sessions = sessions.saturating_add(group.sessions.unwrap_or(0));
        for operation in group.operations.iter().flatten() {
            if !Kind::of(settings.engine).contains(&operation.kind) {
                return refuse(format!(
                    "the load has an operation {} that {} does not know",
                    operation.kind.as_str(),
                    settings.engine.title()
                ));
            }
            if operation.count > COUNT_MAX {
                return refuse(format!(
                    "the load has {} operations of kind {} in one session; at most {COUNT_MAX} make sense",
                    operation.count,
                    operation.kind.as_str()
                ));
            }
        }
    }
    if sessions > COUNT_MAX {
        return refuse(format!(
            "the load has {sessions} sessions; at most {COUNT_MAX} make sense"
        ));
    }
    Ok(sessions)
}

/// The case that a filled load makes.
pub(crate) fn case<'a>(
    settings: &'a InForce,
    facts: &'a ServerFacts,
    priced: &PricedLoad,
) -> Result<Case<'a>, Refusal> {
    let load = &priced.load;
    let groups = load
        .groups
        .iter()
        .map(|group| group_of(settings, group))
        .collect::<Result<_, _>>()?;
    Ok(Case {
        settings,
        facts,
        groups,
        data_bytes: load.data_bytes,
        is_only_stored: load.is_only_stored,
        largest_scan_bytes: load.largest_scan_bytes,
        key_buffer_bytes: load.key_buffer_bytes,
        aria_pagecache_bytes: load.aria_pagecache_bytes,
        query_cache_bytes: load.query_cache_bytes,
    })
}

fn group_of(settings: &InForce, group: &LoadGroup) -> Result<Group, Refusal> {
    Ok(Group {
        sessions: group.sessions.unwrap_or(0),
        operations: group.operations.clone().unwrap_or_default(),
        own: own(settings, &group.set)?,
        plan_cost: group.plan_cost,
        relations: group.relations,
        prepared_statements: group.prepared_statements.unwrap_or(0),
        transaction_bytes: group.transaction_bytes.unwrap_or(0),
    })
}

fn own(settings: &InForce, set: &BTreeMap<String, String>) -> Result<Option<InForce>, Refusal> {
    let mut own = None;
    for (name, text) in set {
        own = Some(
            overlaid(own.as_ref().unwrap_or(settings), name, text).map_err(|refusal| Refusal {
                why: format!("the load sets {}", refusal.why),
            })?,
        );
    }
    Ok(own)
}
