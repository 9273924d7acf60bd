//! WAL stays because a replication slot holds it.

use jiff::SignedDuration;
use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{DiskFull, Replication, ServerSignal, Signal};
use crate::story::Story;

/// How long a consumer may have been gone before the disk is full.
const WITHIN: SignedDuration = SignedDuration::from_hours(60 * 24);

/// A consumer that only starts again is back within this; and one that goes as the disk
/// is full goes with its server.
const BACK: SignedDuration = SignedDuration::from_mins(10);

cause! {
    /// ## What it is
    ///
    /// A slot keeps WAL for a consumer that may never come back: a standby that was
    /// removed, a stopped subscription. `pg_wal` grows until the disk is full.
    ///
    /// ## How it shows
    ///
    /// The server names a slot that is far behind or was invalidated, or the disk of `pg_wal`
    /// is full while archiving works and a slot is known; or the log tells of a slot that its
    /// consumer released, or was cut off from, and did not take again.
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
    let left = left(story);
    let is_disk_full = !story
        .servers_said(|said| matches!(said, ServerSignal::DiskFull(_)))
        .is_empty();
    // Where its reader was told that it cannot go on, that is what hurts.
    let mut lost = story.servers_said(|said| matches!(said, ServerSignal::SlotLost { .. }));
    lost.retain(|_| is_disk_full || !is_reader_told(story));
    let slot: Vec<_> = slot.into_iter().chain(lost).collect();
    if slot.is_empty() && full.is_empty() && (left.is_empty() || !is_disk_full) {
        return None;
    }
    let dropped = dropped(story);
    let streams = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::Replication(
                Replication::Cut | Replication::NoSender { .. } | Replication::Streaming
            )
        )
    });
    let told = story.events_before(WITHIN, |event| {
        is_of_consumer(&event.message) || is_of_consumer(&event.target)
    });
    let archive = story.servers_said(|said| matches!(said, ServerSignal::ArchiveFailed { .. }));
    let message = "a replication slot holds WAL that nobody fetches: drop it if its consumer is gone, and bound slots with max_slot_wal_keep_size";
    let weighed = Weighed::new(message)
        .blames(&["max_slot_wal_keep_size"])
        .shown(Weight::Strong, slot)
        .shown(Weight::Strong, left)
        .shown(Weight::Fair, dropped)
        .shown(Weight::Fair, full)
        .shown(Weight::Fair, streams)
        .shown(Weight::Fair, told)
        // Archiving that works and no slot leave little else that keeps WAL.
        .holds(Weight::Fair, archive.is_empty())
        .against(
            Weight::Strong,
            !archive.is_empty(),
            "WAL could not be archived",
        );
    Some(weighed)
}

/// Whether who reads of the source was told that what it needs is gone.
fn is_reader_told(story: &Story) -> bool {
    let told = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::WalRemoved
                | ServerSignal::SlotLost { is_asked: true, .. }
                | ServerSignal::Replication(Replication::SourceGone)
        )
    });
    !told.is_empty()
}

/// The slots that were released well before the moment and not taken again: their WAL
/// stays.
pub(super) fn left(story: &Story) -> Vec<&Signal> {
    let taken = taken(story);
    let left = story.server().filter(|(signal, said)| {
        let ServerSignal::SlotReleased { slot } = said else {
            return false;
        };
        let is_taken = |it: &(&String, &Signal)| it.0 == slot && it.1.until >= signal.until;
        let is_early = signal
            .until
            .zip(story.moment)
            .is_some_and(|(at, moment)| moment.duration_since(at) >= BACK);
        is_early && !taken.iter().any(is_taken)
    });
    left.map(|(signal, _)| signal).collect()
}

/// Who took which slot, to the moment: whoever comes back once the disk was full came too
/// late.
fn taken(story: &Story) -> Vec<(&String, &Signal)> {
    let taken = story.server().filter_map(|(signal, said)| match said {
        ServerSignal::SlotAcquired { slot } => Some((slot, signal)),
        _ => None,
    });
    let is_early = |signal: &Signal| {
        let both = signal.at.zip(story.moment);
        both.is_none_or(|(at, moment)| at <= moment)
    };
    taken.filter(|(_, signal)| is_early(signal)).collect()
}

/// The cut of the one consumer of the one slot, well before the moment, after which nobody
/// took it again: the server says whose slot it is only as it is taken.
pub(super) fn dropped(story: &Story) -> Vec<&Signal> {
    let taken = taken(story);
    let Some((slot, last)) = taken.last() else {
        return Vec::new();
    };
    let is_one = taken.iter().all(|(other, _)| other == slot);
    let mut cut =
        story.servers_said(|said| matches!(said, ServerSignal::Replication(Replication::Cut)));
    cut.retain(|cut| {
        let is_early = cut
            .until
            .zip(story.moment)
            .is_some_and(|(at, moment)| moment.duration_since(at) >= BACK);
        is_one && is_early && cut.line.file == last.line.file && cut.until > last.until
    });
    cut
}

/// Whether an event's words are of whoever reads a slot.
fn is_of_consumer(message: &str) -> bool {
    const WORDS: [&str; 9] = [
        "slot",
        "debezium",
        "kafka-connect",
        "subscription",
        "subscriber",
        "logical",
        "replica",
        "standby",
        "cdc",
    ];
    let message = message.to_ascii_lowercase();
    WORDS.iter().any(|word| message.contains(word))
}
