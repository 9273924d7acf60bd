//! Main processes of units that ended, as their orchestrator tells.

use crate::hear::is_another_unit;
use crate::signal::{OrchestratorSignal, Said, Signal};
use crate::story::Story;

/// Main processes that ended, but for those of units that serve no database: what kills
/// those is another story.
pub(in crate::causes) fn ended(story: &Story) -> Vec<&Signal> {
    story.orchestrator_said(
        |said| matches!(said, OrchestratorSignal::Ended { unit, .. } if !is_another_unit(unit)),
    )
}

/// Whether a main process ended by SIGKILL.
pub(in crate::causes) const fn is_kill(said: &Said) -> bool {
    matches!(
        said,
        Said::Orchestrator(OrchestratorSignal::Ended {
            signal: Some(9),
            ..
        })
    )
}
