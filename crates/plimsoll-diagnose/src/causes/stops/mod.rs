//! Somebody stopped it: a person, a package, an orchestrator, a probe.

pub(super) mod evicted;
pub(super) mod killed_by_hand;
pub(super) mod killed_by_probe;
pub(super) mod machine_restarted;
pub(super) mod package_upgraded;
pub(super) mod stopped_on_request;

use jiff::{SignedDuration, Timestamp};

use crate::signal::ServerSignal;
use crate::story::Story;

/// How soon a restart in order is over.
const RESTART_MAX: SignedDuration = SignedDuration::from_mins(5);

/// Whether the server took sessions again soon after it was asked to stop.
pub(super) fn came_back(story: &Story, asked: Option<Timestamp>) -> bool {
    let ready = story.servers_said(|said| matches!(said, ServerSignal::Ready));
    ready.iter().any(|signal| {
        let both = signal.at.zip(asked);
        both.is_some_and(|(ready, asked)| {
            asked <= ready && ready.duration_since(asked) <= RESTART_MAX
        })
    })
}
