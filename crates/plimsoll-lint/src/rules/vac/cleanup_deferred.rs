//! Dead rows kept for replicas by a count of transactions.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vacuum_defer_cleanup_age` above 0 (up to 15).
    ///
    /// ## Why it matters
    ///
    /// Vacuum leaves the rows that the last so many transactions made dead, in every table,
    /// whether a replica needs them or not; a queue table can no longer be kept small. And a
    /// count of transactions is no time: at night it is hours, under load a second. It was
    /// taken out in 16; a server of 16 does not start with it.
    ///
    /// ## Example
    ///
    /// `vacuum_defer_cleanup_age = 100000`, so that reports on the replica are not cancelled.
    ///
    /// ## What to do instead
    ///
    /// `hot_standby_feedback = on` on that replica, or a longer
    /// `max_standby_streaming_delay`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual of 15, section "Replication / Primary Server",
    ///   `vacuum_defer_cleanup_age`
    /// - PostgreSQL 16 release notes, "Migration to Version 16"
    CLEANUP_DEFERRED {
        postgresql: Some("PG-VAC-017"),
        mysql: None,
        name: "cleanup-deferred",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "vacuum_defer_cleanup_age";
    let Some(count) = input.settings.count(name).filter(|&count| count > 0) else {
        return Answer::QUIET;
    };
    let message = format!(
        "vacuum leaves what the last {count} transactions made dead, in every table, needed or not"
    );
    Found::info(message).blames(input, &[name]).into()
}
