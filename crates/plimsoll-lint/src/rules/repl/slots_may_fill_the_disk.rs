//! A slot that keeps WAL until the disk is full.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_slot_wal_keep_size = -1` on a server set up for logical replication, where
    /// nothing else ends a slot that is not read.
    ///
    /// ## Why it matters
    ///
    /// A slot keeps every WAL segment its consumer has not yet read. A consumer that stands
    /// still, or was removed without its slot, keeps them for ever, until `pg_wal` is full
    /// and the server stops. Logical replication is not possible without slots.
    ///
    /// ## Example
    ///
    /// `wal_level = logical` for a stream of changes, and nothing said of the size.
    ///
    /// ## What to do instead
    ///
    /// `max_slot_wal_keep_size` at what the disk can spare (a slot beyond it is lost and has
    /// to be set up anew), `idle_replication_slot_timeout` from version 18 on, and an alarm
    /// on `pg_replication_slots`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Sending Servers", `max_slot_wal_keep_size`
    ///   and `idle_replication_slot_timeout`
    /// - section "Replication Slots"
    SLOTS_MAY_FILL_THE_DISK {
        postgresql: Some("PG-REPL-008"),
        mysql: None,
        name: "slots-may-fill-the-disk",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "max_slot_wal_keep_size";
    let count = |name| input.settings.count(name).unwrap_or(0);
    let logical = input.text("wal_level") == "logical" && count("max_replication_slots") > 0;
    let idle_ends = count("idle_replication_slot_timeout") > 0;
    if !logical || idle_ends || input.settings.int(name) != Some(-1) {
        return Answer::QUIET;
    }
    Found::info(
        "a slot that nobody reads keeps WAL until the disk is full (max_slot_wal_keep_size = -1)",
    )
    .sure(Confidence::Medium)
    .blames(input, &[name])
    .weighs(input, "wal_level")
    .into()
}
