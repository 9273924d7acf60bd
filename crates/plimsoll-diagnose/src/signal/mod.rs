//! What was heard: the things a log, a kernel, an orchestrator or a person says
//! that decide a diagnosis. Knows no format and draws no conclusion.
//!
//! A signal is a fact in its speaker's words ("the kernel killed process 431 for
//! the limit of this group"), never a judgement ("`shared_buffers` is too large").

mod client;
mod event;
mod kernel;
mod operator;
mod orchestrator;
mod server;
mod watch;

use std::mem::{Discriminant, discriminant};

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::LogLine;

pub(crate) use client::{CertificateOf, ClientSignal};
pub(crate) use event::{Subject, ToldChange, ToldEvent, Turn};
pub(crate) use kernel::{KernelSignal, OomKill, OomScope, OomTask};
pub(crate) use operator::{OperatorAct, OperatorSignal};
pub(crate) use orchestrator::{HEALTH_CHECK, NEWER_IMAGE, OrchestratorSignal};
pub(crate) use server::{
    Death, DiskFull, FileFault, Replication, ServerSignal, Slots, StartRefusal, StopManner,
};
pub(crate) use watch::WatchSignal;

/// What was said, by whom.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    /// A database server, in its own log.
    Server(ServerSignal),
    /// The kernel.
    Kernel(KernelSignal),
    /// systemd, Kubernetes, an operator of theirs.
    Orchestrator(OrchestratorSignal),
    /// A client: an application, a pooler, a web server, a proxy.
    Client(ClientSignal),
    /// A person at a machine, or a package manager.
    Operator(OperatorSignal),
    /// Somebody's event, told as such.
    Event(ToldEvent),
    /// A watch, in figures.
    Watch(WatchSignal),
}

/// What kind of thing was said, whatever it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// By a database server.
    Server(Discriminant<ServerSignal>),
    /// By the kernel.
    Kernel(Discriminant<KernelSignal>),
    /// By an orchestrator.
    Orchestrator(Discriminant<OrchestratorSignal>),
    /// By a client.
    Client(Discriminant<ClientSignal>),
    /// By a person.
    Operator(Discriminant<OperatorSignal>),
    /// An event.
    Event,
    /// By a watch.
    Watch(Discriminant<WatchSignal>),
}

impl Said {
    /// Its kind.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Server(said) => Kind::Server(discriminant(said)),
            Self::Kernel(said) => Kind::Kernel(discriminant(said)),
            Self::Orchestrator(said) => Kind::Orchestrator(discriminant(said)),
            Self::Client(said) => Kind::Client(discriminant(said)),
            Self::Operator(said) => Kind::Operator(discriminant(said)),
            Self::Event(_) => Kind::Event,
            Self::Watch(said) => Kind::Watch(discriminant(said)),
        }
    }
}

/// One thing that was said, when and where; several alike in a row are one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Signal {
    /// What was said.
    pub(crate) said: Said,
    /// When first; none where the entry has no time.
    pub(crate) at: Option<Timestamp>,
    /// When last; as `at` where it was said once.
    pub(crate) until: Option<Timestamp>,
    /// How often in a row.
    pub(crate) times: u64,
    /// Its first entry, redacted.
    pub(crate) line: LogLine,
}

impl Signal {
    /// How long behind another it was said first; below zero where it was before, none where
    /// one of them has no time.
    pub(crate) fn since(&self, other: &Self) -> Option<SignedDuration> {
        let both = self.at.zip(other.at);
        both.map(|(at, other)| at.duration_since(other))
    }

    /// Whether another is the same thing said again: the kind and what it names.
    /// A start or a stop is told once: the next one is another.
    pub(crate) fn repeats(&self, said: &Said) -> bool {
        self.said == *said && !is_of_life(said)
    }
}

fn is_of_life(said: &Said) -> bool {
    match said {
        Said::Kernel(said) => *said == KernelSignal::Boot,
        Said::Server(said) => matches!(
            said,
            ServerSignal::Starting { .. }
                | ServerSignal::Ready
                | ServerSignal::StopRequested { .. }
                | ServerSignal::Stopped
                | ServerSignal::CrashFound
        ),
        Said::Orchestrator(_)
        | Said::Client(_)
        | Said::Operator(_)
        | Said::Event(_)
        | Said::Watch(_) => false,
    }
}
