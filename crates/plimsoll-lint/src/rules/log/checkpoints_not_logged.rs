//! Checkpoints that leave no trace.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_checkpoints = off`, written in the file.
    ///
    /// ## Why it matters
    ///
    /// A stall every few minutes is most often a checkpoint, and one that comes too early
    /// means WAL written twice. One line every few minutes tells which, how much it wrote and
    /// how long the disk took.
    ///
    /// ## Example
    ///
    /// `log_checkpoints = off`, carried along from before version 15.
    ///
    /// ## What to do instead
    ///
    /// `log_checkpoints = on`, as version 15 and later have it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / What to Log",
    ///   `log_checkpoints`
    /// - PostgreSQL 15 release notes
    CHECKPOINTS_NOT_LOGGED {
        postgresql: Some("PG-LOG-006"),
        mysql: None,
        name: "checkpoints-not-logged",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_checkpoints";
    if !input.is_set(name) || input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("log_checkpoints is off: a stall by a checkpoint leaves no trace")
        .blames(input, &[name])
        .mended(input, Safety::Safe, &[(name, "on")])
        .into()
}
