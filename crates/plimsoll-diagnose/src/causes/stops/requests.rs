//! Requests to stop that a server was asked for, and what stood before them: a probe or a
//! check that failed, an announcement, a restart of the machine.

use jiff::SignedDuration;
use plimsoll_model::EventKind;

use crate::signal::{
    HEALTH_CHECK, OperatorSignal, OrchestratorSignal, Said, ServerSignal, Signal, StopManner,
};
use crate::story::Story;

/// How soon a stop follows the check that it is for.
const CHECK_MAX: SignedDuration = SignedDuration::from_mins(1);

/// How soon a server is asked to stop once a probe has failed for good.
const PROBED_MAX: SignedDuration = SignedDuration::from_mins(2);

/// Stops within how long are no restarts that were planned, and how many.
const AGAIN_WITHIN: SignedDuration = SignedDuration::from_hours(1);
const AGAIN_MIN: usize = 3;

/// Words of a restart that was planned.
const PLANNED: [&str; 3] = ["planned", "maintenance", "scheduled"];

/// How far a restart of the machine and a server's stop for it may lie apart.
const MACHINE_MAX: SignedDuration = SignedDuration::from_mins(10);

/// What a server was asked, but for what it did when its postmaster was gone.
pub(super) fn requests(story: &Story) -> Vec<&Signal> {
    story.servers_said(|said| {
        matches!(said, ServerSignal::StopRequested { manner, .. } if *manner != StopManner::Orphaned)
    })
}

/// Whether a stop was asked for because of what was said before it, by its times: two clocks
/// are seldom the same to the second.
pub(super) fn follows(stop: &Signal, said: &Signal) -> bool {
    let apart = stop.since(said);
    apart.is_some_and(|it| (-CHECK_MAX..=PROBED_MAX).contains(&it))
}

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
    let is_for = |stop: &Signal, check: &Signal| {
        let apart = stop.since(check);
        unit(&stop.said) == unit(&check.said)
            && apart.is_some_and(|it| (SignedDuration::ZERO..=CHECK_MAX).contains(&it))
    };
    let by_people = !story
        .people_did(|did| matches!(did, OperatorSignal::Command { .. }))
        .is_empty();
    let pair = checks.iter().find_map(|check| {
        let stop = stops.iter().find(|stop| is_for(stop, check))?;
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

/// Requests to stop that an orchestrator made because a probe or a watchdog failed.
pub(in crate::causes) fn stopped_for_probe(story: &Story) -> Vec<&Signal> {
    let probes =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::KilledForProbe { .. }));
    let mut stops = requests(story);
    stops.retain(|stop| {
        probes.iter().any(|probe| {
            let apart = stop.since(probe);
            // Two clocks are seldom the same to the second; a table of events has no times.
            apart.is_none_or(|it| (-CHECK_MAX..=PROBED_MAX).contains(&it))
        })
    });
    stops
}

/// Whether one server was asked to stop again and again: nobody plans that.
pub(in crate::causes) fn is_again_and_again(story: &Story) -> bool {
    let stops = requests(story);
    stops.iter().any(|first| {
        let soon = stops.iter().filter(|stop| {
            let apart = stop.since(first);
            stop.line.file == first.line.file
                && apart.is_some_and(|it| (SignedDuration::ZERO..=AGAIN_WITHIN).contains(&it))
        });
        soon.count() >= AGAIN_MIN
    })
}

/// Events that told of a restart as planned, shortly before a server was asked to stop.
pub(in crate::causes) fn announced(story: &Story) -> Vec<&Signal> {
    let stops = requests(story);
    let told = story.events().filter(|(signal, event)| {
        let message = event.message.to_ascii_lowercase();
        let is_planned = PLANNED.iter().any(|word| message.contains(word));
        let is_before = stops.iter().any(|stop| {
            let apart = stop.since(signal);
            apart.is_some_and(|it| (SignedDuration::ZERO..=AGAIN_WITHIN).contains(&it))
        });
        event.kind == EventKind::Restart
            && is_planned
            && !message.contains("unplanned")
            && is_before
    });
    told.map(|(signal, _)| signal).collect()
}

/// People's word that the machine is to restart or to halt, near a server's stop.
pub(super) fn asked_of_machine(story: &Story) -> Vec<&Signal> {
    let stops = requests(story);
    let mut asked = story.people_did(|did| matches!(did, OperatorSignal::Reboot));
    asked.retain(|asked| {
        stops.iter().any(|stop| {
            let apart = stop.since(asked);
            apart.is_some_and(|it| it.abs() <= MACHINE_MAX)
        })
    });
    asked
}
