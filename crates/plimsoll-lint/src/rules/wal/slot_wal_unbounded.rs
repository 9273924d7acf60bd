//! A replication slot may keep WAL until the disk is full.

use plimsoll_model::{Bytes, Confidence, Known};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_slot_wal_keep_size = -1`, the default, where slots can be told to be in use:
    /// `wal_level = logical`, or a file that sets `max_replication_slots` itself. It is a
    /// warning where the size of the disk is known, and with it what there is to lose. A
    /// running server that has no slot is told nothing.
    ///
    /// ## Why it matters
    ///
    /// A slot keeps all WAL that its reader has not taken. When the reader stops for good, a
    /// replica that was removed or a connector that was switched off, WAL gathers until the
    /// disk is full and the primary stops. It is among the commonest ways for a healthy
    /// server to go down. Logical decoding always reads through a slot.
    ///
    /// ## Example
    ///
    /// A change-data-capture connector is retired on Friday; on Sunday the disk is full.
    ///
    /// ## What to do instead
    ///
    /// `max_slot_wal_keep_size` at what the disk can spare (13 and later): the slot is lost
    /// then and not the server, and its reader has to begin again. Watch
    /// `pg_replication_slots`. From 18 on also `idle_replication_slot_timeout`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Sending Servers", `max_slot_wal_keep_size`
    /// - PostgreSQL 13 release notes (`max_slot_wal_keep_size`); 18 release notes
    ///   (`idle_replication_slot_timeout`)
    SLOT_WAL_UNBOUNDED {
        postgresql: Some("PG-WAL-008"),
        mysql: None,
        name: "slot-wal-unbounded",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "max_slot_wal_keep_size";
    let slots = "max_replication_slots";
    let set = input.settings.count(slots).unwrap_or(0) > 0;
    let used = input.settings.text("wal_level") == Some("logical") || input.is_set(slots);
    let unbounded = input.has(name) && input.settings.count(name).is_none();
    let ends_idle = input
        .settings
        .count("idle_replication_slot_timeout")
        .unwrap_or(0)
        > 0;
    let has_none = input.seen.is_some_and(|seen| {
        let snapshot = &seen.snapshot;
        snapshot.has("slots") && snapshot.row("slots").is_none()
    });
    if !unbounded || !set || !used || ends_idle || has_none {
        return Answer::QUIET;
    }
    let message = "a slot whose reader is gone keeps WAL until the disk is full";
    let mut found = Found::info(message);
    if let Known::Known(disk, source) = &input.facts.disk_bytes {
        found = Found::warning(message).fact("disk", Bytes(*disk).to_string(), source);
    }
    found
        .sure(Confidence::Medium)
        .blames(input, &[name])
        .weighs(input, "wal_level")
        .weighs(input, slots)
        .into()
}
