//! A probe or a health check killed a server that worked.

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{EventKind, Layer};

use super::requests::stopped_for_check;
use crate::cause::{Weighed, Weight, cause};
use crate::signal::{KernelSignal, OperatorSignal, OrchestratorSignal, ServerSignal, Signal};
use crate::story::Story;

/// How long before the moment a probe's event counts.
const WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Words of a kill, and of a probe that failed.
const KILLS: [&str; 4] = ["will be restarted", "kill", "restarting", "restarted"];
const PROBES: [&str; 3] = ["probe", "health check", "healthcheck"];
const FAILS: [&str; 4] = ["fail", "timeout", "timed out", "unhealthy"];

cause! {
    /// ## What it is
    ///
    /// A liveness probe with a short time-out fails while the server is busy, recovers or
    /// starts; the orchestrator kills it, and the next start takes as long. Or a watchdog:
    /// systemd's, which a server does not feed unless it is built for it, or the machine's,
    /// which resets it when Patroni hangs while the server works.
    ///
    /// ## How it shows
    ///
    /// Probes fail, the orchestrator says that it kills for them (or a container is
    /// stopped by a signal within a minute of its failed health check), and the server was asked
    /// to stop or died by signal without an error of its own. `Watchdog timeout`; `softdog:
    /// Initiating system reboot`.
    ///
    /// ## What speaks against it
    ///
    /// A server that had gone down before the probe failed.
    ///
    /// ## What to do
    ///
    /// A startup probe with time for recovery, a liveness probe that only asks whether the
    /// process answers, with a long time-out; readiness for everything else. No `WatchdogSec`
    /// for a server that does not feed it; look at why Patroni hung.
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
    let (kills, fails): (Vec<&Signal>, Vec<&Signal>) = told(story)
        .into_iter()
        .partition(|signal| has_one_of(&signal.line.text, &KILLS));
    let checked = stopped_for_check(story);
    let reset = resets(story);
    let armed =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::WatchdogArmed { .. }));
    let heard = [&killed, &failed, &kills, &fails, &checked, &reset];
    if heard.iter().all(|it| it.is_empty()) {
        return None;
    }
    let first = heard
        .into_iter()
        .flatten()
        .filter_map(|signal| signal.at)
        .min();
    let fell_before = first.is_some_and(|first| fell(story).is_some_and(|fell| fell < first));
    let oom = story.is_killed_for_memory();
    let is_reset = !reset.is_empty();
    let nothing_killed = killed.is_empty() && kills.is_empty() && checked.is_empty() && !is_reset;
    let message = "a probe or a watchdog killed a server that worked: give it time to start and recover, and a liveness probe that asks no more than whether it answers";
    let weighed = Weighed::new(message)
        .shown(
            Weight::Proof,
            killed.into_iter().chain(kills).chain(checked),
        )
        .shown(Weight::Fair, failed.into_iter().chain(fails))
        .shown(Weight::Strong, reset)
        .shown(Weight::Strong, armed.into_iter().filter(|_| is_reset))
        .against(
            Weight::Strong,
            fell_before,
            "the server had gone down before",
        )
        .against(Weight::Strong, oom, "something was killed for memory")
        .against(
            Weight::Fair,
            nothing_killed,
            "nothing says that it was killed for it",
        );
    Some(weighed)
}

/// That a watchdog of the machine reset it; that it was left alone tells that only where
/// the machine went down and nobody asked it to.
pub(super) fn resets(story: &Story) -> Vec<&Signal> {
    let fired = |it| move |said: &KernelSignal| *said == KernelSignal::Watchdog { fired: it };
    let reset = story.kernel_said(fired(true));
    if !reset.is_empty() {
        return reset;
    }
    let asked = story.people_did(|did| matches!(did, OperatorSignal::Reboot));
    let boots = story.kernel_said(|said| *said == KernelSignal::Boot);
    let mut left = story.kernel_said(fired(false));
    left.retain(|left| asked.is_empty() && boots.iter().any(|boot| boot.at > left.at));
    left
}

/// Events of probes that did not go well, and of restarts for them.
fn told(story: &Story) -> Vec<&Signal> {
    story.events_before(WITHIN, |event| {
        let is_bad = has_one_of(&event.message, &FAILS) || has_one_of(&event.message, &KILLS);
        let is_of_probe = event.kind == EventKind::Probe
            || event.kind == EventKind::Restart
                && has_one_of(&event.message, &PROBES)
                && has_one_of(&event.message, &FAILS);
        is_bad && is_of_probe
    })
}

fn has_one_of(message: &str, words: &[&str]) -> bool {
    let message = message.to_ascii_lowercase();
    words.iter().any(|word| message.contains(word))
}

/// When the server first failed by itself.
fn fell(story: &Story) -> Option<Timestamp> {
    let fell = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ProcessDied { .. }
                | ServerSignal::Crashed { .. }
                | ServerSignal::StartRefused(_)
        )
    });
    fell.into_iter().filter_map(|signal| signal.at).min()
}
