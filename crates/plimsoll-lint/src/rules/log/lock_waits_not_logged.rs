//! Sessions that wait for a lock, unseen.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_lock_waits = off`.
    ///
    /// ## Why it matters
    ///
    /// A migration that queues behind a long transaction stops everyone who comes after it.
    /// With it on, who waits longer than `deadlock_timeout` and for whom stands in the log;
    /// afterwards nothing else tells.
    ///
    /// ## Example
    ///
    /// A file that does not set it.
    ///
    /// ## What to do instead
    ///
    /// `log_lock_waits = on`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / What to Log",
    ///   `log_lock_waits`
    LOCK_WAITS_NOT_LOGGED {
        postgresql: Some("PG-LOG-007"),
        mysql: None,
        name: "lock-waits-not-logged",
        worst: Info,
        on: false,
        controls: ["SOC 2 CC7.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_lock_waits";
    if input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("log_lock_waits is off: who waited for whose lock is not in the log")
        .blames(input, &[name])
        .mended(input, Safety::Safe, &[(name, "on")])
        .into()
}
