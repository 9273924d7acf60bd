//! The load line: at how many sessions of the load `likely` reaches the limit.

use plimsoll_model::Known;

use crate::case::Case;
use crate::engine;
use crate::ledger::Ledger;

/// No server takes more sessions than this: `PostgreSQL` stops at 262,143
/// backends, `MySQL` and `MariaDB` at 100,000 connections.
const SESSIONS_MAX: u64 = 262_143;

/// Where a case goes under, ordered from worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// Over the limit with no session at all.
    WithNone,
    /// At this many sessions.
    At(u64),
    /// At no number of sessions that a server takes.
    Never,
}

impl Mark {
    /// The number, where there is one.
    pub(crate) fn sessions(self) -> Option<u64> {
        match self {
            Self::WithNone => Some(0),
            Self::At(sessions) => Some(sessions),
            Self::Never => None,
        }
    }

    /// The number, or why there is none.
    pub(crate) fn known(self, no_sessions: bool) -> Known<u64> {
        match self {
            Self::WithNone => Known::Unknown("passed with no session at all".to_owned()),
            Self::At(sessions) => Known::Known(sessions, "the bill".to_owned()),
            Self::Never if no_sessions => {
                Known::Unknown("the load has no session to count in".to_owned())
            }
            Self::Never => Known::Unknown("the limit is never reached".to_owned()),
        }
    }
}

fn carried_bytes(case: &Case<'_>, knobs: &engine::Knobs, sessions: u64) -> u64 {
    let mut ledger = Ledger::sums();
    engine::charge(&case.scaled(sessions), knobs, &mut ledger);
    ledger.total.likely_bytes
}

/// The smallest number of sessions at which `likely` reaches the limit.
pub(crate) fn mark(case: &Case<'_>, limit_bytes: u64) -> Mark {
    let knobs = engine::knobs(case.settings);
    let empty = carried_bytes(case, &knobs, 0);
    if empty >= limit_bytes {
        return Mark::WithNone;
    }
    above(case, &knobs, (0, empty), limit_bytes)
}

/// The same where it lies above so many sessions; one price tells whether it
/// does, since `likely` rises with the sessions.
pub(crate) fn mark_above(case: &Case<'_>, limit_bytes: u64, sessions: u64) -> Option<Mark> {
    let knobs = engine::knobs(case.settings);
    let carried = carried_bytes(case, &knobs, sessions);
    (carried < limit_bytes).then(|| above(case, &knobs, (sessions, carried), limit_bytes))
}

/// From a number of sessions `within` the limit, and what it takes, upwards.
/// What is taken rises nearly in a straight line: the line between the two
/// ends says where to look next, and where that narrows them by less than
/// half, the middle does.
fn above(case: &Case<'_>, knobs: &engine::Knobs, within: (u64, u64), limit_bytes: u64) -> Mark {
    let end = |sessions| (sessions, carried_bytes(case, knobs, sessions));
    let mut within = within;
    let mut over = end(SESSIONS_MAX.max(within.0));
    if over.1 < limit_bytes {
        return Mark::Never;
    }
    let mut halve = false;
    while over.0 - within.0 > 1 {
        let width = over.0 - within.0;
        let step = if halve {
            width / 2
        } else {
            step(within, over, limit_bytes)
        };
        let here = end(within.0 + step);
        if here.1 >= limit_bytes {
            over = here;
        } else {
            within = here;
        }
        halve = over.0 - within.0 > width / 2;
    }
    Mark::At(over.0)
}

/// How far from `within` a straight line to `over` first reaches the limit,
/// held between the two. Both are sessions and what they take.
fn step(within: (u64, u64), over: (u64, u64), limit_bytes: u64) -> u64 {
    let width = over.0 - within.0;
    let rise = u128::from(over.1 - within.1);
    let wanted = u128::from(limit_bytes - within.1) * u128::from(width);
    let step = u64::try_from(wanted.div_ceil(rise)).unwrap_or(width);
    step.clamp(1, width - 1)
}
