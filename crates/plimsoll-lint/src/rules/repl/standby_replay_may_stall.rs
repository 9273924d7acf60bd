//! A query that may hold a standby back for ever.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_standby_streaming_delay` or `max_standby_archive_delay` at -1.
    ///
    /// ## Why it matters
    ///
    /// Replay then waits for any query in its way, however long that runs. One forgotten
    /// transaction on the standby and it falls behind without end: reads get old, WAL piles
    /// up, and a failover has to replay it all first.
    ///
    /// ## Example
    ///
    /// `max_standby_streaming_delay = -1` on a standby for reports.
    ///
    /// ## What to do instead
    ///
    /// As long as the longest query may hold it (`30min`); -1 is right on a standby that
    /// never takes over, if its lag is watched.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Standby Servers",
    ///   `max_standby_streaming_delay`
    /// - section "Handling Query Conflicts"
    STANDBY_REPLAY_MAY_STALL {
        postgresql: Some("PG-REPL-006"),
        mysql: None,
        name: "standby-replay-may-stall",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let names = ["max_standby_streaming_delay", "max_standby_archive_delay"];
    let endless = |name: &&str| input.settings.int(name) == Some(-1);
    let names: Vec<&str> = names.into_iter().filter(endless).collect();
    if names.is_empty() || input.settings.is_on("hot_standby") == Some(false) {
        return Answer::QUIET;
    }
    let message = format!(
        "{} at -1: one query on a standby can hold its replay back for ever",
        names.join(" and ")
    );
    Found::info(message).blames(input, &names).into()
}
