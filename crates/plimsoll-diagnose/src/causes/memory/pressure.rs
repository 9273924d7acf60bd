//! The kill of a server by a daemon that watches the machine's memory, and what it tells
//! of who held that. Draws no conclusion.

use crate::signal::{OrchestratorSignal, Said, Signal};
use crate::story::Story;

/// From this share of what was taken somebody is to blame.
const SHARE: f64 = 0.5;

/// The first of such kills.
pub(super) struct Pressure<'a> {
    pub(super) signal: &'a Signal,
    /// Who killed.
    pub(super) by: &'static str,
    unit: &'a str,
    /// What the victim held, and what was taken in all.
    held: Option<(u64, u64)>,
}

impl<'a> Pressure<'a> {
    pub(super) fn of(story: &'a Story) -> Option<Self> {
        story.signals().find_map(|signal| match &signal.said {
            Said::Orchestrator(OrchestratorSignal::KilledForPressure {
                by,
                unit,
                held_bytes,
                taken_bytes,
            }) => Some(Self {
                signal,
                by,
                unit,
                held: held_bytes.zip(*taken_bytes),
            }),
            _ => None,
        })
    }

    /// Whether the server held most of what was taken.
    pub(super) fn is_server_most(&self) -> bool {
        let share = self.held.map(|(held, taken)| held as f64 / taken as f64);
        share.is_some_and(|share| share >= SHARE)
    }

    /// Whether others did. What one process of `PostgreSQL` held says nothing of the
    /// others of its kind.
    pub(super) fn are_others_most(&self) -> bool {
        let is_whole = !self.unit.contains("postgres") && !self.unit.contains("postmaster");
        is_whole && self.held.is_some() && !self.is_server_most()
    }

    /// Who killed, and what is known of who held how much.
    pub(super) fn told(&self) -> String {
        let killed = format!("{} killed {}", self.by, self.unit);
        match self.held {
            Some((held, taken)) => format!(
                "{killed}, which held {} of the {} MB that were taken",
                held >> 20,
                taken >> 20
            ),
            None => killed,
        }
    }
}
