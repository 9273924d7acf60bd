//! Somebody stopped it: a person, a package, an orchestrator, a probe.

mod by_itself;
pub(super) mod evicted;
pub(super) mod killed_by_hand;
pub(super) mod killed_by_probe;
pub(super) mod machine_restarted;
pub(super) mod package_upgraded;
pub(super) mod sessions_terminated;
pub(super) mod stopped_on_request;

use jiff::SignedDuration;
use plimsoll_model::EventKind;

pub(super) use by_itself::stopped_by_itself;

use crate::hear::is_another_unit;
use crate::signal::StopManner;
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

/// How soon a server is asked to stop once a probe has failed for good.
const PROBED_MAX: SignedDuration = SignedDuration::from_mins(2);

/// Stops within how long are no restarts that were planned, and how many.
const AGAIN_WITHIN: SignedDuration = SignedDuration::from_hours(1);
const AGAIN_MIN: usize = 3;

/// Words of a restart that was planned.
const PLANNED: [&str; 3] = ["planned", "maintenance", "scheduled"];

/// How far a restart of the machine and a server's stop for it may lie apart.
const MACHINE_MAX: SignedDuration = SignedDuration::from_mins(10);

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

/// Requests to stop that an orchestrator made because a probe or a watchdog failed.
pub(super) fn stopped_for_probe(story: &Story) -> Vec<&Signal> {
    let probes =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::KilledForProbe { .. }));
    let mut stops = requests(story);
    stops.retain(|stop| {
        probes.iter().any(|probe| {
            let apart = stop.at.zip(probe.at);
            let apart = apart.map(|(stop, probe)| stop.duration_since(probe));
            // Two clocks are seldom the same to the second; a table of events has no times.
            apart.is_none_or(|it| (-CHECK_MAX..=PROBED_MAX).contains(&it))
        })
    });
    stops
}

/// Whether one server was asked to stop again and again: nobody plans that.
pub(super) fn is_again_and_again(story: &Story) -> bool {
    let stops = requests(story);
    stops.iter().any(|first| {
        let soon = stops.iter().filter(|stop| {
            let apart = stop.at.zip(first.at);
            let apart = apart.map(|(stop, first)| stop.duration_since(first));
            stop.line.file == first.line.file
                && apart.is_some_and(|it| (SignedDuration::ZERO..=AGAIN_WITHIN).contains(&it))
        });
        soon.count() >= AGAIN_MIN
    })
}

/// Events that told of a restart as planned, shortly before a server was asked to stop.
pub(super) fn announced(story: &Story) -> Vec<&Signal> {
    let stops = requests(story);
    let told = story.events().filter(|(signal, event)| {
        let message = event.message.to_ascii_lowercase();
        let is_planned = PLANNED.iter().any(|word| message.contains(word));
        let is_before = stops.iter().any(|stop| {
            let apart = stop.at.zip(signal.at);
            let apart = apart.map(|(stop, told)| stop.duration_since(told));
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
            let apart = stop.at.zip(asked.at);
            apart.is_some_and(|(stop, asked)| stop.duration_since(asked).abs() <= MACHINE_MAX)
        })
    });
    asked
}

/// Whether each stop that a server was asked for was over when it fell: it took sessions
/// again within minutes, and only then a process died, or it was found to have crashed.
pub(super) fn was_over(story: &Story) -> bool {
    let falls = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ProcessDied { .. }
                | ServerSignal::Crashed { .. }
                | ServerSignal::CrashFound
        )
    });
    let ready = story.servers_said(|said| *said == ServerSignal::Ready);
    let stops = requests(story);
    let is_over = |stop: &&Signal| {
        let back = ready.iter().find(|ready| {
            let apart = ready.at.zip(stop.at);
            let apart = apart.map(|(ready, stop)| ready.duration_since(stop));
            ready.line.file == stop.line.file
                && apart.is_some_and(|it| (SignedDuration::ZERO..=RESTART_MAX).contains(&it))
        });
        let back = back.and_then(|ready| ready.at);
        let fell_before = falls.iter().any(|fall| fall.at <= back);
        back.is_some() && !fell_before && falls.iter().any(|fall| fall.at > back)
    };
    !stops.is_empty() && stops.iter().all(is_over)
}

fn requests(story: &Story) -> Vec<&Signal> {
    story.servers_said(|said| {
        matches!(said, ServerSignal::StopRequested { manner, .. } if *manner != StopManner::Orphaned)
    })
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
