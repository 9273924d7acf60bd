//! What is said of a server that was seen, now and by earlier audits.

use plimsoll_model::{Load, SessionsSource};

use crate::Arrivals;

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

/// So many sessions, as they were seen.
pub(super) fn seen(sessions: u64) -> Arrivals {
    Arrivals {
        sessions,
        source: SessionsSource::Observed,
    }
}
