//! What two files may tell of the same moment.

use jiff::Timestamp;

use crate::signal::{Death, KernelSignal, OomKill, OrchestratorSignal, Said, ServerSignal, Signal};

/// Facts of one file that are looked at, the last.
const FACTS_MAX: usize = 200;

/// Something that happened once, by what it is told again by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A process of a `PostgreSQL` server ended by SIGKILL.
    ServerProcessKilled(u32),
    /// The kernel killed this process of this name.
    Killed(u32, String),
    /// A unit's process ended by SIGKILL.
    UnitKilled(String),
    /// A server was asked to stop.
    Stop,
    /// A server was started.
    Start,
}

impl What {
    /// Whether it names what it happened to: one such fact is enough.
    pub(super) const fn is_sure(&self) -> bool {
        !matches!(self, Self::Stop | Self::Start)
    }
}

/// A fact and when its file says it was.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) what: What,
    pub(super) at: Timestamp,
}

/// The facts of a file.
pub(super) fn told(signals: &[Signal]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for signal in signals.iter().rev() {
        let Some(at) = signal.at else {
            continue;
        };
        let told = whats(&signal.said).into_iter();
        facts.extend(told.map(|what| Fact { what, at }));
        if facts.len() >= FACTS_MAX {
            break;
        }
    }
    facts
}

fn whats(said: &Said) -> Vec<What> {
    let one = match said {
        Said::Kernel(KernelSignal::OomKill(kill)) => return of_kill(kill),
        Said::Server(ServerSignal::ProcessDied {
            pid,
            death: Death::Signal(9),
            ..
        }) => What::ServerProcessKilled(*pid),
        Said::Server(ServerSignal::StopRequested { .. })
        | Said::Orchestrator(
            OrchestratorSignal::Stopping { .. } | OrchestratorSignal::KilledForProbe { .. },
        ) => What::Stop,
        Said::Server(ServerSignal::Starting { .. })
        | Said::Orchestrator(OrchestratorSignal::Started { .. }) => What::Start,
        Said::Orchestrator(
            OrchestratorSignal::OomKilled { unit }
            | OrchestratorSignal::KilledForPressure { unit, .. }
            | OrchestratorSignal::Ended {
                unit,
                signal: Some(9),
                ..
            },
        ) => What::UnitKilled(unit.clone()),
        _ => return Vec::new(),
    };
    vec![one]
}

/// A kill by the kernel is told again by another file of the kernel, by the server
/// (whose processes bear its name) and by systemd, where the victim's group is a
/// unit's. In a container the server counts its processes from one: it tells of
/// another process then.
fn of_kill(kill: &OomKill) -> Vec<What> {
    let mut whats = vec![What::Killed(kill.pid, kill.victim.clone())];
    let is_server = ["postgres", "postmaster"]
        .iter()
        .any(|it| kill.victim.contains(it));
    if is_server {
        whats.push(What::ServerProcessKilled(kill.pid));
    }
    let unit = kill
        .group
        .as_deref()
        .and_then(|group| group.rsplit('/').next());
    if let Some(unit) = unit.filter(|unit| unit.ends_with(".service")) {
        whats.push(What::UnitKilled(unit.to_owned()));
    }
    whats
}
