//! Something went down, and nothing that was read says why.

use crate::cause::{Weighed, Weight, cause};
use crate::causes::network::nodes_cut_off::is_silent;
use crate::causes::stops::{ended, is_kill};
use crate::record::Speaker;
use crate::signal::{
    ClientSignal, Death, KernelSignal, OperatorAct, OperatorSignal, OrchestratorSignal,
    Replication, ServerSignal, Signal, StartRefusal, WatchSignal,
};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A process died by a signal, or the server was found to have crashed, and neither the
    /// kernel's log nor an orchestrator's was read, or they say nothing.
    ///
    /// ## How it shows
    ///
    /// A death, or a recovery at a start, with no reason beside it; or clients that were
    /// refused, and no server's log.
    ///
    /// ## What speaks against it
    ///
    /// Anything that names a reason.
    ///
    /// ## What to do
    ///
    /// Bring the kernel's log of that time (`journalctl -k`), the orchestrator's events,
    /// and what people did: `plimsoll collect` gathers them.
    DIED_WITHOUT_REASON {
        name: "died-without-reason",
        class: Unknown,
        layer: None,
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let died = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ProcessDied {
                death: Death::Signal(9),
                ..
            } | ServerSignal::CrashFound
                | ServerSignal::BreaksOff
        )
    });
    let (killed, ended): (Vec<_>, Vec<_>) = ended(story)
        .into_iter()
        .partition(|signal| is_kill(&signal.said));
    let died: Vec<_> = died.into_iter().chain(killed).collect();
    let severe = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::Severe { .. } | ServerSignal::StartRefused(StartRefusal::Other)
        )
    });
    let unreachable = story.clients_said(|said| matches!(said, ClientSignal::Unreachable { .. }));
    let vanished = is_silent(story, &unreachable);
    let refused = only_refused(story);
    let gone = story.watch_saw(|saw| saw == WatchSignal::Ended);
    let told = [&died, &ended, &severe, &gone, &refused];
    if told.iter().all(|it| it.is_empty()) && !vanished {
        return None;
    }
    let boots = story.kernel_said(|said| *said == KernelSignal::Boot);
    let vanished_machine = boots.into_iter().filter(|boot| is_behind(story, boot));
    let explained = is_explained(story);
    let unseen = !story.covers_moment(Speaker::Kernel);
    let message = if unseen {
        "something went down and nothing that was read says why: bring the kernel's log of that time (journalctl -k) and what people did"
    } else {
        "something went down and nothing that was read says why: bring the orchestrator's events and what people did"
    };
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, died)
        .shown(Weight::Slight, ended)
        .shown(Weight::Fair, gone)
        .shown(Weight::Fair, severe)
        .shown(Weight::Fair, refused)
        .shown(Weight::Fair, unreachable.into_iter().filter(|_| vanished))
        .shown(Weight::Fair, vanished_machine)
        .holds(Weight::Slight, unseen)
        .against(Weight::Strong, explained, "what was read names a reason");
    Some(weighed)
}

/// Whether the machine ran before it booted: something of before was read.
fn is_behind(story: &Story, boot: &Signal) -> bool {
    boot.at.is_some() && boot.at > story.begins()
}

/// Clients that were refused, where no server's own log was read that could say why.
fn only_refused(story: &Story) -> Vec<&Signal> {
    let is_heard = [Speaker::Postgresql, Speaker::Mysql]
        .into_iter()
        .any(|it| story.was_read(it));
    let refused = story.clients_said(|said| {
        matches!(
            said,
            ClientSignal::Refused | ClientSignal::BackendDown { .. }
        )
    });
    if is_heard { Vec::new() } else { refused }
}

/// Whether anything that was said is a reason for a server to go down.
fn is_explained(story: &Story) -> bool {
    let server = story.servers_said(|said| match said {
        ServerSignal::ProcessDied { death, .. } => *death != Death::Signal(9),
        ServerSignal::StartRefused(why) => *why != StartRefusal::Other,
        ServerSignal::Crashed { .. }
        | ServerSignal::AssertionFailed
        | ServerSignal::AsyncIoExhausted
        | ServerSignal::Replication(Replication::Partitioned)
        | ServerSignal::StopRequested { .. }
        | ServerSignal::DiskFull(_)
        | ServerSignal::DiskFault { .. }
        | ServerSignal::Corrupt { .. } => true,
        _ => false,
    });
    let orchestrator = story.orchestrator_said(|said| {
        matches!(
            said,
            OrchestratorSignal::KilledForProbe { .. }
                | OrchestratorSignal::Evicted { .. }
                | OrchestratorSignal::Stopping { .. }
        )
    });
    let people = story.people_did(|did| {
        matches!(
            did,
            OperatorSignal::Reboot
                | OperatorSignal::Command {
                    act: OperatorAct::Stop | OperatorAct::Kill
                }
        )
    });
    story.is_killed_for_memory()
        || !(server.is_empty() && orchestrator.is_empty() && people.is_empty())
}
