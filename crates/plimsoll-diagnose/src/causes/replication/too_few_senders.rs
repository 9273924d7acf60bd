//! A standby or a subscription finds no sender or slot.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::causes::upkeep::backup_not_possible::asks_for_backup;
use crate::signal::{Replication, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// `max_wal_senders` or `max_replication_slots` are used up, or the slot that is asked
    /// for does not exist or is in use.
    ///
    /// ## How it shows
    ///
    /// `number of requested standby connections exceeds max_wal_senders`, `all replication
    /// slots are in use`, `replication slot … does not exist`.
    ///
    /// ## What speaks against it
    ///
    /// A stream that was cut and comes back.
    ///
    /// ## What to do
    ///
    /// Raise the parameter that is named, or make the slot that is missing; drop slots that
    /// nobody reads.
    TOO_FEW_SENDERS {
        name: "too-few-senders",
        class: ReplicationConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let mut said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::Replication(Replication::NoSender { .. })
        )
    });
    said.retain(|signal| !asks_for_backup(story, signal));
    if said.is_empty() {
        return None;
    }
    let full = story.servers_said(|said| matches!(said, ServerSignal::DiskFull(_)));
    let message = "a standby finds no sender or slot for itself: raise max_wal_senders or max_replication_slots, or make the slot it asks for";
    let weighed = Weighed::new(message)
        .blames(&["max_wal_senders", "max_replication_slots"])
        .shown(Weight::Proof, said)
        .against(
            Weight::Strong,
            !full.is_empty(),
            "the disk is full: who reads a slot comes and goes with its server",
        );
    Some(weighed)
}
