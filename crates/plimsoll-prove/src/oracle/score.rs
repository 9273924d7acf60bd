//! What a run of the oracle came to.

use std::time::Duration;

/// Files asked about, and where the two answers differ.
#[derive(Debug, Default)]
pub(crate) struct Score {
    /// Files generated.
    pub(crate) files: u64,
    /// Questions asked: values and fatalities compared.
    pub(crate) questions: u64,
    /// Files that the server refuses.
    pub(crate) refused: u64,
    /// Files of which the server could not say more on this machine.
    pub(crate) unanswered: u64,
    /// Each disagreement, with what brings it back.
    pub(crate) disagreements: Vec<String>,
    /// How long it took.
    pub(crate) took: Duration,
}

impl Score {
    /// Counts in what another thread came to.
    pub(crate) fn add(&mut self, part: Self) {
        self.files += part.files;
        self.questions += part.questions;
        self.refused += part.refused;
        self.unanswered += part.unanswered;
        self.disagreements.extend(part.disagreements);
    }

    /// More disagreements than this are one defect: the run stops.
    pub(crate) const DISAGREEMENTS_MAX: usize = 1000;

    /// Whether there is no use in going on.
    pub(crate) fn is_hopeless(&self) -> bool {
        self.disagreements.len() >= Self::DISAGREEMENTS_MAX
    }
}
