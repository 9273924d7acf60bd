//! A probe or a health check killed a server that worked.

use plimsoll_model::{EventKind, Layer};

use crate::cause::{Weighed, Weight, cause};
use crate::signal::OrchestratorSignal;
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A liveness probe with a short time-out fails while the server is busy, recovers or
    /// starts; the orchestrator kills it, and the next start takes as long.
    ///
    /// ## How it shows
    ///
    /// Probes fail, the orchestrator says that it kills for them, and the server was asked
    /// to stop or died by signal without an error of its own.
    ///
    /// ## What speaks against it
    ///
    /// A server that had gone down before the probe failed.
    ///
    /// ## What to do
    ///
    /// A startup probe with time for recovery, a liveness probe that only asks whether the
    /// process answers, with a long time-out; readiness for everything else.
    KILLED_BY_PROBE {
        name: "killed-by-probe",
        class: OrchestratorProbeKill,
        layer: Some(Layer::Orchestrator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let killed =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::KilledForProbe { .. }));
    let failed = story.orchestrator_said(|said| {
        matches!(
            said,
            OrchestratorSignal::ProbeFailed {
                probe: "liveness" | "startup",
                ..
            }
        )
    });
    let events = story.events_before(jiff::SignedDuration::from_hours(24), |event| {
        event.kind == EventKind::Probe && is_kill(&event.message)
    });
    if killed.is_empty() && failed.is_empty() && events.is_empty() {
        return None;
    }
    let first = killed
        .first()
        .or(failed.first())
        .and_then(|signal| signal.at);
    let fell = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ProcessDied { .. }
                | ServerSignal::Crashed { .. }
                | ServerSignal::StartRefused(_)
        )
    });
    let fell_before = fell
        .iter()
        .any(|signal| signal.at.is_some() && first.is_some() && signal.at < first);
    let oom = story.oom_kills().next().is_some();
    let nothing_killed = killed.is_empty() && events.is_empty();
    let message = "a probe killed a server that worked: give it time to start and recover, and a liveness probe that asks no more than whether it answers";
    let weighed = Weighed::new(message)
        .shown(Weight::Proof, killed)
        .shown(Weight::Strong, events)
        .shown(Weight::Fair, failed)
        .against(
            Weight::Strong,
            fell_before,
            "the server had gone down before",
        )
        .against(Weight::Strong, oom, "the kernel killed for memory")
        .against(
            Weight::Fair,
            nothing_killed,
            "nothing says that it was killed for it",
        );
    Some(weighed)
}

fn is_kill(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let words = [
        "fail",
        "kill",
        "restart",
        "timeout",
        "timed out",
        "unhealthy",
    ];
    words.iter().any(|word| message.contains(word))
}
