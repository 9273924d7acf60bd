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

use jiff::Timestamp;
use plimsoll_model::LogLine;

pub(crate) use client::ClientSignal;
pub(crate) use event::{Subject, ToldChange, ToldEvent, Turn};
pub(crate) use kernel::{KernelSignal, OomKill, OomScope, OomTask};
pub(crate) use operator::{OperatorAct, OperatorSignal};
pub(crate) use orchestrator::OrchestratorSignal;
pub(crate) use server::{
    Death, DiskFull, FileFault, Replication, ServerSignal, Slots, StartRefusal, StopManner,
};

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
    /// Whether another is the same thing said again: the kind and what it names.
    pub(crate) fn repeats(&self, said: &Said) -> bool {
        self.said == *said
    }
}
