//! WAL stays because it cannot be archived.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::DiskFull;
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// `PostgreSQL` keeps every segment until `archive_command` has taken it. Where that
    /// fails, `pg_wal` grows until the disk is full, and then the server stops.
    ///
    /// ## How it shows
    ///
    /// `archive command failed` again and again, then `No space left on device` in `pg_wal`.
    ///
    /// ## What speaks against it
    ///
    /// A slot that holds WAL; a disk that data filled.
    ///
    /// ## What to do
    ///
    /// Mend the archive (its space, its rights, its network); the server works off what
    /// waits by itself. Never remove files from `pg_wal` by hand. Make room elsewhere on the
    /// disk to let it start.
    ARCHIVE_FAILS {
        name: "archive-fails",
        class: DiskFullWalArchive,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let failed = story.servers_said(|said| matches!(said, ServerSignal::ArchiveFailed { .. }));
    if failed.is_empty() {
        return None;
    }
    let full = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::DiskFull(DiskFull::Wal | DiskFull::Unsaid)
        )
    });
    let often = failed.iter().map(|signal| signal.times).sum::<u64>() >= 3;
    let slot = story.servers_said(|said| matches!(said, ServerSignal::SlotHoldsWal { .. }));
    let message = "WAL cannot be archived and stays: mend the archive command or its target before the disk is full";
    let weighed = Weighed::new(message)
        .blames(&["archive_command"])
        .shown(Weight::Strong, failed)
        .shown(Weight::Strong, full)
        .holds(Weight::Fair, often)
        .against(Weight::Fair, !slot.is_empty(), "a slot holds WAL too");
    Some(weighed)
}
