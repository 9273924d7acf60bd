//! WAL stays because a replication slot holds it.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::signal::{DiskFull, Replication};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A slot keeps WAL for a consumer that may never come back: a standby that was
    /// removed, a stopped subscription. pg_wal grows until the disk is full.
    ///
    /// ## How it shows
    ///
    /// The server names a slot that is far behind or was invalidated, or the disk of pg_wal
    /// is full while archiving works and a slot is known.
    ///
    /// ## What speaks against it
    ///
    /// An archive that fails.
    ///
    /// ## What to do
    ///
    /// Drop the slot that nobody reads (`pg_drop_replication_slot`), and bound the rest
    /// with `max_slot_wal_keep_size`.
    SLOT_HOLDS_WAL {
        name: "slot-holds-wal",
        class: DiskFullWalSlot,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let slot = story.servers_said(|said| matches!(said, ServerSignal::SlotHoldsWal { .. }));
    let full = story.servers_said(|said| matches!(said, ServerSignal::DiskFull(DiskFull::Wal)));
    let streams = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::Replication(Replication::Cut | Replication::NoSender { .. })
        )
    });
    let streamed = story
        .servers_said(|said| matches!(said, ServerSignal::Replication(Replication::Streaming)));
    let told = story.events_before(jiff::SignedDuration::from_hours(24 * 7), |event| {
        let message = event.message.to_ascii_lowercase();
        message.contains("slot") || message.contains("subscription")
    });
    if slot.is_empty()
        && (full.is_empty() || streams.is_empty() && streamed.is_empty() && told.is_empty())
    {
        return None;
    }
    let archive = story.servers_said(|said| matches!(said, ServerSignal::ArchiveFailed { .. }));
    let message = "a replication slot holds WAL that nobody fetches: drop it if its consumer is gone, and bound slots with max_slot_wal_keep_size";
    let weighed = Weighed::new(message)
        .blames(&["max_slot_wal_keep_size"])
        .shown(Weight::Strong, slot)
        .shown(Weight::Strong, full)
        .shown(Weight::Slight, streams)
        .shown(Weight::Slight, streamed)
        .shown(Weight::Fair, told)
        .against(
            Weight::Strong,
            !archive.is_empty(),
            "WAL could not be archived",
        );
    Some(weighed)
}
