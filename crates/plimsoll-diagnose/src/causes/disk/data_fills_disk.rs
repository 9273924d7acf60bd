//! The disk of the data is full.

use plimsoll_model::Layer;

use super::slot_holds_wal;
use crate::cause::{Weighed, Weight, cause};
use crate::signal::{DiskFull, ServerSignal, WatchSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Tables and indexes, or something beside them, filled the disk.
    ///
    /// ## How it shows
    ///
    /// `could not extend file … No space left on device`, `The table is full`, errno 28.
    ///
    /// ## What speaks against it
    ///
    /// WAL that cannot be archived or a slot holds; binary logs; temporary files.
    ///
    /// ## What to do
    ///
    /// Make room (logs, old backups, unused indexes), enlarge the volume; look for the
    /// largest folder before anything is removed, and never remove from `pg_wal`.
    DATA_FILLS_DISK {
        name: "data-fills-disk",
        class: DiskFullOther,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let data = story.servers_said(|said| matches!(said, ServerSignal::DiskFull(DiskFull::Data)));
    let unsaid = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::DiskFull(DiskFull::Unsaid | DiskFull::Wal)
        )
    });
    if data.is_empty() && unsaid.is_empty() {
        return None;
    }
    let held = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::ArchiveFailed { .. }
                | ServerSignal::SlotHoldsWal { .. }
                | ServerSignal::SlotLost { .. }
        )
    });
    let is_held = !held.is_empty() || !slot_holds_wal::left(story).is_empty();
    let message = "the disk is full: make room or enlarge it, and look for what grew before anything is removed";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, data)
        .shown(Weight::Fair, unsaid)
        .shown(
            Weight::Fair,
            story.watch_saw(|saw| saw == WatchSignal::DiskFull),
        )
        .holds(Weight::Fair, !is_held)
        .against(
            Weight::Strong,
            is_held,
            "WAL is held by a failing archive or a slot",
        );
    Some(weighed)
}
