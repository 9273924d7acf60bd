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

/// `likely` of the case carried by so many sessions.
pub(crate) fn likely_bytes(case: &Case<'_>, sessions: u64) -> u64 {
    let mut ledger = Ledger::sums();
    engine::charge(&case.scaled(sessions), &mut ledger);
    ledger.total.likely_bytes
}

/// The smallest number of sessions at which `likely` reaches the limit.
pub(crate) fn mark(case: &Case<'_>, limit_bytes: u64) -> Mark {
    let reached = |sessions| likely_bytes(case, sessions) >= limit_bytes;
    if reached(0) {
        return Mark::WithNone;
    }
    let mut within = 0;
    let mut over = 1;
    while !reached(over) {
        if over >= SESSIONS_MAX {
            return Mark::Never;
        }
        within = over;
        over = (over * 2).min(SESSIONS_MAX);
    }
    while over - within > 1 {
        let middle = within + (over - within) / 2;
        if reached(middle) {
            over = middle;
        } else {
            within = middle;
        }
    }
    Mark::At(over)
}
