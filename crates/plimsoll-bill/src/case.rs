//! What an engine's terms are told: settings, facts, and a load with nothing
//! left open but what nobody can know.

use plimsoll_model::{InForce, Operation, ServerFacts, SessionsSource};

use crate::apportion::apportion;

/// How many sessions can really come, and who said so. It beats what the
/// settings allow: a `max_connections` that nobody reaches is not a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrivals {
    /// Sessions at once.
    pub sessions: u64,
    /// Who said so.
    pub source: SessionsSource,
}

/// Sessions that do the same, their load filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    /// How many.
    pub(crate) sessions: u64,
    /// What each does at one moment.
    pub(crate) operations: Vec<Operation>,
    /// The server's settings with what these sessions set for themselves;
    /// `None`: just the server's.
    pub(crate) own: Option<InForce>,
    /// The planner's cost of their statements, if given.
    pub(crate) plan_cost: Option<f64>,
    /// Tables and indexes each has opened, if given.
    pub(crate) relations: Option<u64>,
    /// Statements each has prepared.
    pub(crate) prepared_statements: u64,
    /// Bytes each transaction writes.
    pub(crate) transaction_bytes: u64,
}

/// One pricing: everything the terms may look at.
#[derive(Clone, Debug)]
pub(crate) struct Case<'a> {
    /// The server's settings.
    pub(crate) settings: &'a InForce,
    /// The host's facts.
    pub(crate) facts: &'a ServerFacts,
    /// The sessions.
    pub(crate) groups: Vec<Group>,
    /// The data that the load touches, if given.
    pub(crate) data_bytes: Option<u64>,
    /// Whether nobody says which session has come by that data.
    pub(crate) is_only_stored: bool,
    /// The largest table read by a sequential scan, if given.
    pub(crate) largest_scan_bytes: Option<u64>,
    /// What fills the `MyISAM` key buffer, if given.
    pub(crate) key_buffer_bytes: Option<u64>,
    /// What fills Aria's page cache, if given.
    pub(crate) aria_pagecache_bytes: Option<u64>,
    /// What fills the query cache, if given.
    pub(crate) query_cache_bytes: Option<u64>,
}

impl<'a> Case<'a> {
    /// All sessions.
    pub(crate) fn sessions(&self) -> u64 {
        self.groups
            .iter()
            .fold(0, |sum, group| sum.saturating_add(group.sessions))
    }

    /// The settings that hold for a group's sessions.
    pub(crate) fn settings_of(&'a self, group: &'a Group) -> &'a InForce {
        group.own.as_ref().unwrap_or(self.settings)
    }

    /// The same load carried by `total` sessions, all groups scaled alike.
    pub(crate) fn scaled(&self, total: u64) -> Self {
        let shares: Vec<u64> = self.groups.iter().map(|group| group.sessions).collect();
        let mut scaled = self.clone();
        for (group, sessions) in scaled.groups.iter_mut().zip(apportion(total, &shares)) {
            group.sessions = sessions;
        }
        scaled
    }
}
