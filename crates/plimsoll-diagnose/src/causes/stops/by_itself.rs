//! What an orchestrator stops a server for by itself, with nobody's word: an eviction, a
//! newer image.

use super::requests::{follows, requests};
use crate::hear::is_client;
use crate::signal::{NEWER_IMAGE, OrchestratorSignal, Signal};
use crate::story::Story;

/// Words of somebody's event that a pod was put off its node (Kubernetes' reasons and its
/// autoscalers' messages among them), and of one that was not.
const EVICTS: [&str; 6] = [
    "evicted",
    "evicting",
    "eviction of",
    "preempted",
    "drained",
    "deleting pod for node scale down",
];
const EVICTS_NOT: [&str; 5] = [
    "not evict",
    "cannot",
    "failed",
    "blocked",
    "would be evicted",
];

/// Events that tell of an eviction of the server, or of all that its node ran, shortly before
/// it was asked to stop.
pub(super) fn evictions_told(story: &Story) -> Vec<&Signal> {
    let stops = requests(story);
    let told = story.events().filter(|(signal, event)| {
        let message = event.message.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| message.contains(word));
        let target = event.target.rsplit('/').next().unwrap_or_default();
        let is_before = stops.iter().any(|stop| follows(stop, signal));
        has(&EVICTS) && !has(&EVICTS_NOT) && !is_client(target) && is_before
    });
    told.map(|(signal, _)| signal).collect()
}

/// That an orchestrator stopped it for reasons of its own, of which nobody was told before:
/// it evicted it, or made its container anew from a newer image.
pub(in crate::causes) fn stopped_by_itself(story: &Story) -> Vec<&Signal> {
    let mut said = story.orchestrator_said(|said| match said {
        OrchestratorSignal::Evicted { .. } => true,
        OrchestratorSignal::Stopping { why, .. } => why.as_deref() == Some(NEWER_IMAGE),
        _ => false,
    });
    said.extend(evictions_told(story));
    said
}

/// Whether the orchestrator put it off its node, as it or somebody's event says.
pub(super) fn is_evicted(story: &Story) -> bool {
    let evicted =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::Evicted { .. }));
    !evicted.is_empty() || !evictions_told(story).is_empty()
}
