//! WAL written for logical replication that cannot take place.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `wal_level = logical` with `max_replication_slots` or `max_wal_senders` at 0.
    ///
    /// ## Why it matters
    ///
    /// Each consumer needs a slot and a sender. The server writes the larger WAL and refuses
    /// to make a slot; both take a restart to change.
    ///
    /// ## Example
    ///
    /// `wal_level = logical` and `max_replication_slots = 0`.
    ///
    /// ## What to do instead
    ///
    /// Both as high as there are consumers, and some more; or `wal_level = replica`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Logical Replication / Configuration Settings"
    LOGICAL_DECODING_IMPOSSIBLE {
        postgresql: Some("PG-REPL-008"),
        mysql: None,
        name: "logical-decoding-impossible",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.text("wal_level") != "logical" {
        return Answer::QUIET;
    }
    let none = |name: &&str| input.settings.count(name) == Some(0);
    let names = ["max_replication_slots", "max_wal_senders"];
    let mut names: Vec<&str> = names.into_iter().filter(none).collect();
    if names.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "wal_level is logical, and {} at 0 leaves no way to read it",
        names.join(" and ")
    );
    names.push("wal_level");
    Found::info(message).blames(input, &names).into()
}
