//! systemd, Kubernetes: cleared where what it says of that time is that it
//! started the server or found it well, and never that it stopped it. It mounts volumes,
//! too: not where the server does not start on its files.

use super::found::{Look, span};
use crate::record::Speaker;
use crate::signal::{OrchestratorSignal, ServerSignal, StartRefusal, Subject};
use crate::story::Story;
use crate::written::CHANGED_WITHIN;

pub(super) fn look(story: &Story) -> Look<'_> {
    let acted = story.orchestrator_said(|said| {
        matches!(
            said,
            OrchestratorSignal::Stopping { .. }
                | OrchestratorSignal::ProbeFailed { .. }
                | OrchestratorSignal::KilledForProbe { .. }
                | OrchestratorSignal::Evicted { .. }
                | OrchestratorSignal::NodeTrouble { .. }
                | OrchestratorSignal::StopTimedOut { .. }
                | OrchestratorSignal::Failover { .. }
        )
    });
    if !acted.is_empty() {
        return Look::Unknown(
            "it stopped or probed the server: before or after it fell, the times decide",
        );
    }
    let of_files = story
        .servers_said(|said| matches!(said, ServerSignal::StartRefused(StartRefusal::File(_))));
    if !of_files.is_empty() {
        return Look::Unknown(
            "the server does not start on the files that it finds: whether it mounts the right volume at the right folder decides (kubectl get pod -o yaml, systemctl cat UNIT)",
        );
    }
    let resized: Vec<_> = story
        .changes_told()
        .filter(|(signal, _, change)| {
            change.subject == Subject::MemoryLimit && story.is_before_moment(signal, CHANGED_WITHIN)
        })
        .collect();
    if !resized.is_empty() && story.is_killed_for_memory() {
        return Look::Unknown(
            "what the server may take was changed before it was killed for it: who did that, it or a person, its events decide (kubectl get events, vpa)",
        );
    }
    let moment = story.moment;
    let said = story.orchestrator_said(|said| {
        matches!(
            said,
            OrchestratorSignal::Started { .. }
                | OrchestratorSignal::Healthy { .. }
                | OrchestratorSignal::Ended { .. }
                | OrchestratorSignal::OomKilled { .. }
        )
    });
    let after = said
        .iter()
        .any(|signal| signal.at.is_some() && signal.at >= moment);
    if after && moment.is_some() {
        let why = format!(
            "it tells {} of starts and ends and of no stop that it asked for",
            span(&said)
        );
        return Look::Worked(why, said);
    }
    let kills = story.own_kills();
    let asked = story.servers_said(|said| matches!(said, ServerSignal::StopRequested { .. }));
    if !kills.is_empty() && asked.is_empty() {
        let why = "the kernel killed for memory; nobody asked the server to stop".to_owned();
        return Look::Worked(why, kills);
    }
    if story.is_told_by(&[Speaker::Systemd, Speaker::Kubernetes]) {
        return Look::Unknown(
            "what was read of it tells of no start, end or stop after that time: the state of the server's own unit or pod decides (systemctl status, kubectl describe pod)",
        );
    }
    Look::Unknown("its events of that time decide (kubectl get events, journalctl -u UNIT)")
}
