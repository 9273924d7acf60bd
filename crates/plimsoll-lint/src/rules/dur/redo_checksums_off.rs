//! `innodb_log_checksums` off: recovery cannot tell a torn log from a good one.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_log_checksums = OFF` in MySQL.
    ///
    /// ## Why it matters
    ///
    /// Each block of the redo log ends in a checksum. Recovery stops where it is wrong, since
    /// there the crash cut the log. Without it, recovery applies whatever stands in a torn
    /// block to the data files.
    ///
    /// ## Example
    ///
    /// `innodb_log_checksums = 0`, together with other checksums, for speed.
    ///
    /// ## What to do instead
    ///
    /// Remove the line. MariaDB ignores the parameter and always checks.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_log_checksums`
    REDO_CHECKSUMS_OFF {
        postgresql: None,
        mysql: Some("MY-DUR-005"),
        name: "redo-checksums-off",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_log_checksums";
    if input.settings.is_on(NAME) != Some(false) {
        return Answer::QUIET;
    }
    let message =
        "the redo log carries no checksums: after a crash, recovery may apply a torn block of it";
    Found::new(loss(input, Severity::Warning), Confidence::High, message)
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "ON")])
        .into()
}
