//! A replication slot that nobody reads and that holds WAL.

use plimsoll_model::{Bytes, Confidence, Known, Row};

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A replication slot that nobody is connected to and that holds back more WAL than
    /// `max_wal_size` and `wal_keep_size` together. A warning where nothing limits it; worth
    /// knowing where `max_slot_wal_keep_size` does.
    ///
    /// ## Why it matters
    ///
    /// Up to `max_wal_size` a server keeps for itself between two checkpoints, so that a
    /// reader that is away for a moment costs nothing. Beyond it the slot alone keeps WAL
    /// files, and as nobody reads they only gather: until the disk is full and the server
    /// stops with a PANIC. A logical slot keeps dead rows of the catalogue too.
    ///
    /// ## Example
    ///
    /// A connector was retired on Friday, its slot was not; by Monday it holds 180 GB.
    ///
    /// ## What to do instead
    ///
    /// Start the reader again; or, where there is none any more,
    /// `SELECT pg_drop_replication_slot('name')`: the next checkpoint frees the disk. And
    /// `max_slot_wal_keep_size` (13 and later), so that the next one costs its reader and not
    /// the server.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Replication Slots", "`pg_replication_slots`" and "WAL
    ///   Configuration"
    SLOT_HOLDS_WAL {
        postgresql: Some("PG-LIVE-002"),
        mysql: None,
        name: "slot-holds-wal",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let Some(own) = input.settings.bytes("max_wal_size") else {
        return Answer::QUIET;
    };
    let kept = input.settings.bytes("wal_keep_size").unwrap_or(0);
    let slots = seen.snapshot.rows("slots");
    let found = slots.filter_map(|slot| holds(input, &slot, own + kept));
    Answer::Found(found.collect())
}

fn holds(input: &Input<'_>, slot: &Row<'_>, own: u64) -> Option<Found> {
    let is_left = slot.is_on("active") == Some(false)
        && slot.is_on("temporary") != Some(true)
        && slot.text("wal_status") != Some("lost");
    let held = slot.count("retained_bytes")?;
    if !is_left || held <= own {
        return None;
    }
    let name = slot.text("name").unwrap_or("?");
    let held = Bytes(held);
    let limit = input.settings.bytes("max_slot_wal_keep_size");
    let mut found = match limit {
        Some(limit) => Found::info(format!(
            "slot {name} has no reader and holds {held} of WAL; at {} it is lost",
            Bytes(limit)
        )),
        None => Found::warning(format!(
            "slot {name} has no reader and holds {held} of WAL, without a limit but the disk"
        ))
        .blames(input, &["max_slot_wal_keep_size"]),
    };
    if let Known::Known(disk, source) = &input.facts.disk_bytes {
        found = found.fact("disk", Bytes(*disk).to_string(), source);
    }
    let found = found
        .sure(Confidence::High)
        .fact("held by the slot", held.to_string(), "pg_replication_slots")
        .weighs(input, "max_wal_size");
    Some(found)
}
