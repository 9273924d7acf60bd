//! Slots that are to survive a failover, and will not.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `sync_replication_slots = on` on a standby without what it needs:
    /// `hot_standby_feedback = on`, `wal_level = logical`, `primary_slot_name`, and a
    /// `dbname` in `primary_conninfo`.
    ///
    /// ## Why it matters
    ///
    /// The worker that copies the slots then says in the log what is missing and copies none.
    /// After a failover the slots are not there, and every logical consumer starts over.
    ///
    /// ## Example
    ///
    /// `sync_replication_slots = on` and a `primary_conninfo` as it was before version 17.
    ///
    /// ## What to do instead
    ///
    /// All four, and on the primary `synchronized_standby_slots` with this standby's slot.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL 17 manual, section "Replication Slot Synchronization"
    FAILOVER_SLOTS_NOT_SYNCHRONISED {
        postgresql: Some("PG-REPL-009"),
        mysql: None,
        name: "failover-slots-not-synchronised",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "sync_replication_slots";
    let conninfo = input.text("primary_conninfo").to_ascii_lowercase();
    if input.settings.is_on(name) != Some(true) || conninfo.trim().is_empty() {
        return Answer::QUIET;
    }
    let feedback = input.settings.is_on("hot_standby_feedback") == Some(true);
    let needs = [
        ("hot_standby_feedback", feedback),
        ("wal_level", input.text("wal_level") == "logical"),
        (
            "primary_slot_name",
            !input.text("primary_slot_name").trim().is_empty(),
        ),
        (
            "primary_conninfo",
            conninfo.contains("dbname") || conninfo.contains("://"),
        ),
    ];
    let lacking = needs.iter().filter(|(_, there)| !there);
    let names: Vec<&str> = lacking.map(|(name, _)| *name).collect();
    if names.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "slots are to be copied from the primary, and none is: that needs more of {}; \
         a failover loses them",
        names.join(", ")
    );
    let mut found = Found::warning(message).sure(Confidence::Medium);
    found.location = input.place(name);
    found.parameters = names.iter().map(|name| (*name).to_owned()).collect();
    found.weighs(input, name).into()
}
