//! Commits wait for a synchronous standby that does not answer.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Replication, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// `synchronous_standby_names` names standbys that are away: every commit waits.
    ///
    /// ## How it shows
    ///
    /// Cancelled waits for synchronous replication; sessions that hang in `SyncRep`.
    ///
    /// ## What speaks against it
    ///
    /// A standby that comes and goes with the network.
    ///
    /// ## What to do
    ///
    /// Name more standbys than are waited for (`ANY 1 (a, b)`), or take the name out while
    /// it is away.
    COMMITS_WAIT_FOR_STANDBY {
        name: "commits-wait-for-standby",
        class: ReplicationConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story
        .servers_said(|said| matches!(said, ServerSignal::Replication(Replication::SyncWaits)));
    if said.is_empty() {
        return None;
    }
    let message = "commits wait for a synchronous standby that does not answer: name more of them than are waited for";
    let weighed = Weighed::new(message)
        .blames(&["synchronous_standby_names"])
        .shown(Weight::Proof, said);
    Some(weighed)
}
