//! A standby that is behind on purpose.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `recovery_min_apply_delay` above 0.
    ///
    /// ## Why it matters
    ///
    /// It is a guard against a mistaken DELETE, and no standby for anything else: its reads
    /// are old, it must replay the delay before it can take over, and commits that wait for
    /// it with `remote_apply` wait as long. With `hot_standby_feedback` the primary keeps
    /// dead rows for it.
    ///
    /// ## Example
    ///
    /// `recovery_min_apply_delay = 6h`, copied to the standby that is to take over.
    ///
    /// ## What to do instead
    ///
    /// On a standby kept for this alone, not among the synchronous ones; 0 elsewhere.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Standby Servers",
    ///   `recovery_min_apply_delay`
    REPLICA_DELAYED {
        postgresql: Some("PG-REPL-010"),
        mysql: None,
        name: "replica-delayed",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "recovery_min_apply_delay";
    if input.settings.count(name).unwrap_or(0) == 0 {
        return Answer::QUIET;
    }
    let message = format!(
        "as a standby this server is {} behind on purpose: it is not one to take over",
        input.shown(name)
    );
    Found::info(message).blames(input, &[name]).into()
}
