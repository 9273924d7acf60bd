//! What a running server was seen doing, as a load.
//!
//! Two loads come of it: what its sessions do at the moment, to be held against
//! what it takes at the moment; and the most that was seen of it, to be held
//! against its limit. Of what the server does not show nothing is made up: where
//! no counter says that operations fill their memory, they are taken to be small.

mod mysql;
mod postgresql;
#[cfg(test)]
mod tests;

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
}

/// What a server was seen doing; `None` where it did not show its sessions.
pub fn observed(snapshot: &Snapshot, settings: &InForce) -> Option<Observed> {
    if !snapshot.has("sessions") {
        return None;
    }
    Some(match snapshot.engine {
        Engine::Postgresql => postgresql::observed(snapshot, settings),
        Engine::Mysql | Engine::Mariadb => mysql::observed(snapshot, settings),
    })
}

fn seen(sessions: u64) -> Arrivals {
    Arrivals {
        sessions,
        source: SessionsSource::Observed,
    }
}

/// The groups with as many sessions, the busy ones first, doing what fills their
/// memory.
fn with_filling(groups: &[LoadGroup], count: u64, kind: Kind) -> Vec<LoadGroup> {
    let is_busy = |group: &&LoadGroup| group.operations.as_ref().is_some_and(|it| !it.is_empty());
    let busy_ones = groups.iter().filter(is_busy);
    let others = groups.iter().filter(|group| !is_busy(group));
    let mut left = count;
    let mut all = Vec::new();
    for group in busy_ones.chain(others) {
        let sessions = group.sessions.unwrap_or(0);
        let filling = left.min(sessions);
        left -= filling;
        if filling > 0 {
            all.push(LoadGroup {
                set: group.set.clone(),
                ..busy(filling, kind, true)
            });
        }
        all.push(LoadGroup {
            sessions: Some(sessions - filling),
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
