//! Groups of sessions of which only that is known which a server shows: whether they
//! work, and at what.

use std::collections::VecDeque;

use plimsoll_model::{Kind, LoadGroup, Operation};

/// An operation of which nothing says that it is large.
pub(super) const SMALL_BYTES: u64 = 256 << 10;

/// Whether its sessions do something.
pub(super) fn is_busy(group: &LoadGroup) -> bool {
    group.operations.as_ref().is_some_and(|it| !it.is_empty())
}

/// The sessions of groups: all, and those that do something.
pub(super) fn counted<'g>(groups: impl IntoIterator<Item = &'g LoadGroup>) -> (u64, u64) {
    groups.into_iter().fold((0, 0), |(open, active), group| {
        let sessions = group.sessions.unwrap_or(0);
        let busy = if is_busy(group) { sessions } else { 0 };
        (open.saturating_add(sessions), active.saturating_add(busy))
    })
}

/// The groups with so many of their sessions, the busy ones first, doing what each
/// of `runs` says.
pub(super) fn with_running(groups: &[LoadGroup], runs: &[(u64, LoadGroup)]) -> Vec<LoadGroup> {
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
pub(super) fn idle(sessions: u64) -> LoadGroup {
    LoadGroup {
        sessions: Some(sessions),
        operations: Some(Vec::new()),
        ..LoadGroup::default()
    }
}

/// Sessions that each run one operation: a small one, or one that fills its
/// memory.
pub(super) fn busy(sessions: u64, kind: Kind, fills: bool) -> LoadGroup {
    LoadGroup {
        sessions: Some(sessions),
        operations: Some(vec![Operation {
            operand_bytes: (!fills).then_some(SMALL_BYTES),
            ..Operation::one(kind)
        }]),
        ..LoadGroup::default()
    }
}
