//! What a running server was seen doing, as a load.
//!
//! Two loads come of it: what its sessions do at the moment, to be held against
//! what it takes at the moment; and the most that was seen of it, to be held
//! against its limit. Of what the server does not show nothing is made up: where
//! no counter says that operations fill their memory, they are taken to be small.

mod figure;
mod mysql;
mod plans;
mod postgresql;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use plimsoll_model::{Engine, InForce, Kind, Load, LoadGroup, Operation, SessionsSource, Snapshot};

use crate::Arrivals;

/// An operation of which nothing says that it is large.
const SMALL_BYTES: u64 = 256 << 10;

/// What a server was seen doing.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What its sessions do now.
    pub now: Load,
    /// The most sessions that were seen, doing what they were seen to do.
    pub peak: Load,
    /// How many those are.
    pub arrivals: Arrivals,
    /// How many sessions are active now.
    pub active: u64,
    /// The most open at once since its start; `None`: it counts none.
    pub counted: Option<u64>,
}

/// What earlier audits saw of a server's sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// How many audits.
    pub audits: u64,
    /// The day of the oldest (`2026-11-01`).
    pub since: String,
    /// The most sessions open, at one of them or counted by the server itself.
    pub open: u64,
    /// The most sessions active at one of them.
    pub active: u64,
}

/// What a server was seen doing; `None` where it did not show its sessions.
/// `past` is what earlier audits saw of it, if any were kept.
pub fn observed(snapshot: &Snapshot, settings: &InForce, past: Option<&Past>) -> Option<Observed> {
    if !snapshot.has("sessions") {
        return None;
    }
    Some(match snapshot.engine {
        Engine::Postgresql => postgresql::observed(snapshot, settings, past),
        Engine::Mysql | Engine::Mariadb => mysql::observed(snapshot, settings, past),
    })
}

fn seen(sessions: u64) -> Arrivals {
    Arrivals {
        sessions,
        source: SessionsSource::Observed,
    }
}

fn is_busy(group: &LoadGroup) -> bool {
    group.operations.as_ref().is_some_and(|it| !it.is_empty())
}

/// The sessions of groups: all, and those that do something.
fn counted<'g>(groups: impl IntoIterator<Item = &'g LoadGroup>) -> (u64, u64) {
    groups.into_iter().fold((0, 0), |(open, active), group| {
        let sessions = group.sessions.unwrap_or(0);
        let busy = if is_busy(group) { sessions } else { 0 };
        (open.saturating_add(sessions), active.saturating_add(busy))
    })
}

/// The groups with so many of their sessions, the busy ones first, doing what each
/// of `runs` says.
fn with_running(groups: &[LoadGroup], runs: &[(u64, LoadGroup)]) -> Vec<LoadGroup> {
    let busy_ones = groups.iter().filter(|group| is_busy(group));
    let others = groups.iter().filter(|group| !is_busy(group));
    let mut runs: VecDeque<(u64, LoadGroup)> = runs.iter().cloned().collect();
    let mut all = Vec::new();
    for group in busy_ones.chain(others) {
        let mut left = group.sessions.unwrap_or(0);
        while left > 0
            && let Some((wanted, doing)) = runs.front_mut()
        {
            let sessions = left.min(*wanted);
            left -= sessions;
            *wanted -= sessions;
            if sessions > 0 {
                all.push(LoadGroup {
                    sessions: Some(sessions),
                    set: group.set.clone(),
                    ..doing.clone()
                });
            }
            if *wanted == 0 {
                runs.pop_front();
            }
        }
        all.push(LoadGroup {
            sessions: Some(left),
            ..group.clone()
        });
    }
    all
}

/// Sessions that only wait.
fn idle(sessions: u64) -> LoadGroup {
    LoadGroup {
        sessions: Some(sessions),
        operations: Some(Vec::new()),
        ..LoadGroup::default()
    }
}

/// Sessions that each run one operation: a small one, or one that fills its
/// memory.
fn busy(sessions: u64, kind: Kind, fills: bool) -> LoadGroup {
    LoadGroup {
        sessions: Some(sessions),
        operations: Some(vec![Operation {
            operand_bytes: (!fills).then_some(SMALL_BYTES),
            ..Operation::one(kind)
        }]),
        ..LoadGroup::default()
    }
}
