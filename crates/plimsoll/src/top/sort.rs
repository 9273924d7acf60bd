//! The orders that servers can stand in.

use std::cmp::Ordering;

use plimsoll_report::json::ServerStatus;

/// What they are sorted by, each with its letter and its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Name,
    Memory,
    Sessions,
    Latency,
    Transactions,
    Blocked,
    Missed,
}

impl Sort {
    pub(super) const ALL: [(char, Self, &'static str); 7] = [
        ('N', Self::Name, "name"),
        ('M', Self::Memory, "memory held of the limit"),
        ('S', Self::Sessions, "sessions"),
        ('L', Self::Latency, "time of a statement"),
        ('T', Self::Transactions, "transactions a second"),
        ('B', Self::Blocked, "sessions that wait for a lock"),
        ('X', Self::Missed, "samples missed"),
    ];

    pub(super) fn of_letter(letter: char) -> Option<Self> {
        let found = Self::ALL.iter().find(|(its, ..)| *its == letter);
        found.map(|(_, sort, _)| *sort)
    }

    pub(super) fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, sort, _)| *sort == self);
        found.map_or("", |(.., word)| word)
    }

    /// Names rise, figures fall; what is unknown stands last.
    pub(super) fn order(self, one: &ServerStatus, other: &ServerStatus) -> Ordering {
        if self == Self::Name {
            return one.name.cmp(&other.name);
        }
        let figure = |server| self.figure(server).unwrap_or(f64::NEG_INFINITY);
        figure(other).total_cmp(&figure(one))
    }

    fn figure(self, server: &ServerStatus) -> Option<f64> {
        match self {
            Self::Name => None,
            Self::Memory => Some(server.held_bytes? as f64 / server.limit_bytes? as f64),
            Self::Sessions => server.sessions.map(|it| it as f64),
            Self::Latency => server.statement_seconds,
            Self::Transactions => server.transactions_per_second,
            Self::Blocked => server.blocked_sessions.map(|it| it as f64),
            Self::Missed => Some(missed(server) as f64),
        }
    }
}

/// Samples of all its sources that were due and not taken.
pub(super) fn missed(server: &ServerStatus) -> u64 {
    server.sources.iter().map(|source| source.missed).sum()
}
