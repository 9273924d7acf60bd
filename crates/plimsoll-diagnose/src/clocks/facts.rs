//! What two files may tell of the same moment.

use jiff::Timestamp;

use crate::process;
use crate::signal::{Death, KernelSignal, OomKill, OrchestratorSignal, Said, ServerSignal, Signal};

/// Facts of one file that are looked at, the last.
const FACTS_MAX: usize = 200;

/// What `mysqld_safe` and mariadbd-safe write as soon as the server they wait for is gone
/// (`scripts/mysqld_safe.sh` of either).
const SAFE: &str = "Number of processes running now: ";

/// Something that happened once, by what it is told again by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A process of a `PostgreSQL` server ended by SIGKILL.
    ServerProcessKilled(u32),
    /// The kernel killed this process of this name.
    Killed(u32, String),
    /// A unit's process ended by SIGKILL.
    UnitKilled(String),
    /// The process of a `MySQL` or `MariaDB` was gone.
    MysqldGone,
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

    /// Whether it is told again at once: what names no process has to lie close by.
    pub(super) const fn is_at_once(&self) -> bool {
        matches!(self, Self::MysqldGone | Self::Stop | Self::Start)
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
        let told = whats(signal).into_iter();
        facts.extend(told.map(|what| Fact { what, at }));
        if facts.len() >= FACTS_MAX {
            break;
        }
    }
    facts
}

fn whats(signal: &Signal) -> Vec<What> {
    let one = match &signal.said {
        Said::Server(ServerSignal::CrashFound) if signal.line.text.contains(SAFE) => {
            What::MysqldGone
        }
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
    } else if process::is_server(&kill.victim) {
        whats.push(What::MysqldGone);
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
