//! Nobody is told that checkpoints come too often.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `checkpoint_warning = 0`.
    ///
    /// ## Why it matters
    ///
    /// The message "checkpoints are occurring too frequently" is the one sign in the log that
    /// `max_wal_size` is too small for the load. Off, the stalls are there and their cause is
    /// not.
    ///
    /// ## Example
    ///
    /// Switched off because it came too often.
    ///
    /// ## What to do instead
    ///
    /// `30s`, the default, and a larger `max_wal_size`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Checkpoints", `checkpoint_warning`
    CHECKPOINT_WARNING_OFF {
        postgresql: Some("PG-WAL-007"),
        mysql: None,
        name: "checkpoint-warning-off",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "checkpoint_warning";
    if input.settings.count(name) != Some(0) {
        return Answer::QUIET;
    }
    let message = "checkpoints that come too often are no longer told of in the log";
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Safe, &[(name, "30s")])
        .into()
}
