//! A replication slot whose WAL is gone, or goes at the next checkpoint.

use plimsoll_model::Row;

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A replication slot that the server has given up (`wal_status = lost`), or will at the
    /// next checkpoint (`unreserved`): it holds more WAL than `max_slot_wal_keep_size`
    /// allows.
    ///
    /// ## Why it matters
    ///
    /// Its reader cannot go on from where it was. A standby has to be built anew or to find
    /// the WAL in the archive, a subscriber to copy its tables again. Until that is done
    /// there is one copy less than everybody thinks.
    ///
    /// ## Example
    ///
    /// A standby was down over a weekend; the primary gave its slot up on Sunday, to save
    /// its own disk.
    ///
    /// ## What to do instead
    ///
    /// `lost`: drop the slot, build its reader anew. `unreserved`: bring the reader back now,
    /// or raise `max_slot_wal_keep_size` (a reload is enough) while it catches up.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "`pg_replication_slots`", `wal_status` (13 and later)
    SLOT_LOST {
        postgresql: Some("PG-LIVE-003"),
        mysql: None,
        name: "slot-lost",
        worst: Warning,
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let slots = seen.snapshot.rows("slots");
    Answer::Found(slots.filter_map(|slot| lost(input, &slot)).collect())
}

fn lost(input: &Input<'_>, slot: &Row<'_>) -> Option<Found> {
    let name = slot.text("name").unwrap_or("?");
    let status = slot.text("wal_status")?;
    let message = match status {
        "lost" => format!("the WAL that slot {name} stood for is gone: its reader cannot go on"),
        "unreserved" => format!(
            "slot {name} is over its limit: the next checkpoint may remove the WAL that its \
             reader needs"
        ),
        _ => return None,
    };
    let found = Found::warning(message)
        .fact("wal_status", status, "pg_replication_slots")
        .weighs(input, "max_slot_wal_keep_size");
    Some(found)
}
