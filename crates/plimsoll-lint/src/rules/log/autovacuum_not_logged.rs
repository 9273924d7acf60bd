//! What autovacuum did, unseen.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_autovacuum_min_duration = -1`.
    ///
    /// ## Why it matters
    ///
    /// A table that grows although it is vacuumed, a vacuum that cannot remove rows for an
    /// old transaction, a run that takes hours: each run's line says so.
    ///
    /// ## Example
    ///
    /// `log_autovacuum_min_duration = -1`, or not set before version 15.
    ///
    /// ## What to do instead
    ///
    /// The `10min` of version 15, or less on busy servers.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / What to Log",
    ///   `log_autovacuum_min_duration`
    AUTOVACUUM_NOT_LOGGED {
        postgresql: Some("PG-LOG-009"),
        mysql: None,
        name: "autovacuum-not-logged",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_autovacuum_min_duration";
    if input.settings.int(name) != Some(-1) {
        return Answer::QUIET;
    }
    Found::info("log_autovacuum_min_duration is -1: what autovacuum did is not in the log")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "10min")])
        .into()
}
