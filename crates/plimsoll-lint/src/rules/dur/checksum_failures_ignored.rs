//! `ignore_checksum_failure`=on: known damage is read as if it were data.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `ignore_checksum_failure = on`.
    ///
    /// ## Why it matters
    ///
    /// A page whose checksum is wrong is used all the same, with a warning. Wrong data goes
    /// into results, into indexes and to replicas, and a crash on a broken page stays
    /// possible; the manual's own words are that it may "cause crashes, propagate or hide
    /// corruption".
    ///
    /// ## Example
    ///
    /// Left on after a salvage.
    ///
    /// ## What to do instead
    ///
    /// `off`; in one superuser's session only, while saving what is left of a table.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Developer Options", `ignore_checksum_failure`
    CHECKSUM_FAILURES_IGNORED {
        postgresql: Some("PG-DUR-005"),
        mysql: None,
        name: "checksum-failures-ignored",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "ignore_checksum_failure";
    if input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    let message =
        "a page whose checksum is wrong is used all the same: corruption is served and spreads";
    Found::new(loss(input, Severity::Warning), Confidence::High, message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "off")])
        .into()
}
