//! Somebody stopped it: a person, a package, an orchestrator, a probe.

pub(super) mod evicted;
pub(super) mod killed_by_hand;
pub(super) mod killed_by_probe;
pub(super) mod machine_restarted;
pub(super) mod package_upgraded;
pub(super) mod stopped_on_request;

use jiff::SignedDuration;

use crate::signal::{HEALTH_CHECK, OperatorSignal, OrchestratorSignal, Said, ServerSignal, Signal};
use crate::story::Story;

/// How soon a restart in order is over.
const RESTART_MAX: SignedDuration = SignedDuration::from_mins(5);

/// How soon a stop follows the check that it is for.
const CHECK_MAX: SignedDuration = SignedDuration::from_mins(1);

/// What stopped a container for its failed health check: Docker itself only tells of the
/// check, something beside it then sends the signal. The check's line and the stop's.
pub(super) fn stopped_for_check(story: &Story) -> Vec<&Signal> {
    let stops = story.orchestrator_said(|said| matches!(said, OrchestratorSignal::Stopping { .. }));
    let checks = story.orchestrator_said(|said| {
        matches!(
            said,
            OrchestratorSignal::ProbeFailed {
                probe: HEALTH_CHECK,
                ..
            }
        )
    });
    let follows = |stop: &Signal, check: &Signal| {
        let apart = stop.at.zip(check.at);
        let apart = apart.map(|(stop, check)| stop.duration_since(check));
        unit(&stop.said) == unit(&check.said)
            && apart.is_some_and(|it| (SignedDuration::ZERO..=CHECK_MAX).contains(&it))
    };
    let by_people = !story
        .people_did(|did| matches!(did, OperatorSignal::Command { .. }))
        .is_empty();
    let pair = checks.iter().find_map(|check| {
        let stop = stops.iter().find(|stop| follows(stop, check))?;
        Some(vec![*check, *stop])
    });
    pair.filter(|_| !by_people).unwrap_or_default()
}

/// Whom an orchestrator's word is about.
fn unit(said: &Said) -> Option<&str> {
    match said {
        Said::Orchestrator(
            OrchestratorSignal::Stopping { unit, .. }
            | OrchestratorSignal::ProbeFailed { unit, .. },
        ) => Some(unit),
        _ => None,
    }
}

/// Whether a server took sessions again soon after it was asked to stop, and
/// stayed.
pub(super) fn came_back(story: &Story) -> bool {
    let mut asked = None;
    let mut back = false;
    for (signal, said) in story.server() {
        match said {
            ServerSignal::StopRequested { .. } => {
                asked = Some(signal);
                back = false;
            }
            ServerSignal::Ready => {
                back = asked.is_some_and(|asked| {
                    let both = signal.at.zip(asked.at);
                    asked.line.file == signal.line.file
                        && both
                            .is_none_or(|(ready, asked)| ready.duration_since(asked) <= RESTART_MAX)
                });
            }
            _ => {}
        }
    }
    back
}
