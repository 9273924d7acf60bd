//! A person or a program killed a process of the server.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::record::Speaker;
use crate::signal::{Death, OperatorAct, OperatorSignal, WatchSignal};
use crate::signal::{ServerSignal, Signal, StopManner};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A process of the server ended by SIGKILL that was sent to it: `PostgreSQL` cuts all
    /// sessions then and recovers.
    ///
    /// ## How it shows
    ///
    /// The server tells of signal 9, and the kernel's log of the same time tells of no kill
    /// for memory; better, a command that kills is in the journal.
    ///
    /// ## What speaks against it
    ///
    /// An OOM kill of that process; a unit that serves no database. Where the kernel's log was not read, nothing is known
    /// of it.
    ///
    /// ## What to do
    ///
    /// End a session with `pg_terminate_backend()` or `KILL`, stop a server with its own
    /// tools.
    KILLED_BY_HAND {
        name: "killed-by-hand",
        class: OperatorOrOrchestratorStop,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let deaths = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ProcessDied {
                death: Death::Signal(9 | 15),
                ..
            }
        )
    });
    let commands = story.people_did(|did| {
        matches!(
            did,
            OperatorSignal::Command {
                act: OperatorAct::Kill
            }
        )
    });
    let mut ended = super::ended(story);
    ended.retain(|signal| super::is_kill(&signal.said));
    let gone = gone(story);
    if deaths.is_empty() && commands.is_empty() && ended.is_empty() && gone.is_empty() {
        return None;
    }
    let by_kernel = story.is_killed_for_memory();
    let none = story.is_none_killed();
    let heard = story.covers_moment(Speaker::Kernel) || none;
    let silent = heard && !by_kernel;
    let unseen = !heard && commands.is_empty();
    let message = "a process of the server was killed by a signal that a person or a program sent: stop sessions and servers with their own tools";
    let weighed = Weighed::new(message)
        .shown(Weight::Fair, deaths)
        .shown(Weight::Fair, ended)
        .shown(Weight::Fair, gone)
        .shown(
            Weight::Slight,
            story.watch_saw(|saw| saw == WatchSignal::NoneKilled),
        )
        .shown(Weight::Proof, commands)
        .holds(Weight::Strong, silent)
        .against(Weight::Proof, by_kernel, "the kernel killed for memory")
        .against(
            Weight::Slight,
            unseen,
            "the kernel's log was not read: it may have been the kernel",
        );
    Some(weighed)
}

/// That a watch found the process ended, where its own log was read and has no word of
/// it: what ends by itself says so.
fn gone(story: &Story) -> Vec<&Signal> {
    let orphaned = |said: &ServerSignal| {
        let manner = StopManner::Orphaned;
        matches!(said, ServerSignal::StopRequested { manner: it, .. } if *it == manner)
    };
    let was_read = story.was_read(Speaker::Postgresql) || story.was_read(Speaker::Mysql);
    // Sessions that lost their parent say no more than that it ended.
    let words = story.servers_said(|said| {
        !orphaned(said)
            && matches!(
                said,
                ServerSignal::ProcessDied { .. }
                    | ServerSignal::StopRequested { .. }
                    | ServerSignal::Stopped
                    | ServerSignal::Crashed { .. }
                    | ServerSignal::AssertionFailed
                    | ServerSignal::StartRefused(_)
                    | ServerSignal::AllocationFailed { .. }
                    | ServerSignal::DiskFull(_)
                    | ServerSignal::DiskFault { .. }
                    | ServerSignal::Severe { .. }
            )
    });
    if !was_read || !words.is_empty() {
        return Vec::new();
    }
    story.watch_saw(|saw| saw == WatchSignal::Ended)
}
