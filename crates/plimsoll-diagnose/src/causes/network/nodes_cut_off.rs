//! Nodes of a cluster or a replication were cut off from each other.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::record::Speaker;
use crate::signal::{
    ClientSignal, KernelSignal, OrchestratorSignal, Replication, ServerSignal, Signal, StartRefusal,
};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The servers work and cannot reach each other: a switch, a packet filter, a route.
    ///
    /// ## How it shows
    ///
    /// A node loses its group or the stream from its source by time-out, more than one at
    /// once; no server went down before.
    ///
    /// ## What speaks against it
    ///
    /// The other side was stopped or crashed; replication is refused by a parameter or a
    /// password.
    ///
    /// ## What to do
    ///
    /// Look at the network between the nodes named; do not force a node to be primary
    /// before it is known which side has the majority.
    NODES_CUT_OFF {
        name: "nodes-cut-off",
        class: NetworkPartition,
        layer: Some(Layer::Network),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let split = story
        .servers_said(|said| matches!(said, ServerSignal::Replication(Replication::Partitioned)));
    let cut =
        story.servers_said(|said| matches!(said, ServerSignal::Replication(Replication::Cut)));
    let lost = story.servers_said(|said| matches!(said, ServerSignal::ClientLost));
    let unreachable = story.clients_said(|said| matches!(said, ClientSignal::Unreachable { .. }));
    let link = story.kernel_said(|said| {
        matches!(
            said,
            KernelSignal::LinkDown { .. } | KernelSignal::ConntrackFull
        )
    });
    let store =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::StoreUnreachable { .. }));
    let dropped = story.clients_said(|said| matches!(said, ClientSignal::BackendDown { .. }));
    let dropped: Vec<_> = dropped.into_iter().filter(|it| is_silence(it)).collect();
    let nodes = [&split, &cut, &unreachable, &link, &store, &dropped];
    if nodes.iter().all(|said| said.is_empty()) {
        return None;
    }
    let by_operator = !store.is_empty();
    let silent = is_silent(story, &unreachable);
    let fell = !story.servers_said(fell).is_empty() || story.is_killed_for_memory();
    let stopped = !story
        .servers_said(|said| matches!(said, ServerSignal::StopRequested { .. }))
        .is_empty();
    let message = "servers or clients were cut off from each other while they worked: look at the network between them";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, link)
        .shown(Weight::Strong, split)
        .shown(Weight::Strong, store)
        .shown(Weight::Fair, cut)
        .shown(Weight::Fair, unreachable)
        .shown(Weight::Fair, dropped)
        .shown(Weight::Slight, lost)
        .holds(Weight::Fair, !fell && !stopped)
        .against(Weight::Strong, fell, "a server went down")
        .against(
            Weight::Strong,
            stopped && !by_operator,
            "a server was asked to stop",
        )
        .against(
            Weight::Fair,
            silent,
            "the server's own log ends before: it may be the server that is gone",
        );
    Some(weighed)
}

fn fell(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::ProcessDied { .. } | ServerSignal::Crashed { .. } | ServerSignal::CrashFound
    ) || is_refused(said)
}

/// A start that ends for a reason of its own: a node that finds no other ends its
/// start, too.
fn is_refused(said: &ServerSignal) -> bool {
    matches!(said, ServerSignal::StartRefused(why) if *why != StartRefusal::Other)
}

/// Whether a proxy took its backend for down because nothing answered at all
/// (`HAProxy`, src/check.c).
fn is_silence(signal: &Signal) -> bool {
    signal.line.text.contains("Layer4 timeout")
}

/// Whether the server's log was read, and ends before the first client failed.
pub(in crate::causes) fn is_silent(story: &Story, unreachable: &[&Signal]) -> bool {
    let first = unreachable.first().and_then(|signal| signal.at);
    let servers = [Speaker::Postgresql, Speaker::Mysql];
    let ends = servers
        .iter()
        .filter_map(|it| story.covered(*it))
        .map(|(_, to)| to);
    ends.max()
        .zip(first)
        .is_some_and(|(end, first)| end < first)
}
