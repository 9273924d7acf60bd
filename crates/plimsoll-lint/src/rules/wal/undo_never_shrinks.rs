//! `innodb_undo_log_truncate` off: one long transaction grows the disk for
//! good.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_undo_log_truncate = OFF` set in a file.
    ///
    /// ## Why it matters
    ///
    /// While a long transaction or a forgotten session holds a snapshot, all old row versions
    /// stay in the undo tablespaces. Afterwards the space is free inside of them and never
    /// given back to the disk.
    ///
    /// ## Example
    ///
    /// `innodb_undo_log_truncate = 0`, since truncation stalled an early 8.0.
    ///
    /// ## What to do instead
    ///
    /// ON, built into MySQL 8.0 and later.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Truncating Undo Tablespaces"
    /// - MariaDB manual, `innodb_undo_log_truncate`
    UNDO_NEVER_SHRINKS {
        postgresql: None,
        mysql: Some("MY-WAL-009"),
        name: "undo-never-shrinks",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_undo_log_truncate";
    if !input.is_set(NAME) || input.settings.is_on(NAME) != Some(false) {
        return Answer::QUIET;
    }
    Found::info(
        "undo tablespaces never shrink: what one long transaction took is gone from the disk",
    )
    .blames(input, &[NAME])
    .into()
}
