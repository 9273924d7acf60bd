//! `zero_damaged_pages`=on: what could be read in part is thrown away.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `zero_damaged_pages = on`.
    ///
    /// ## Why it matters
    ///
    /// A page whose header or checksum is wrong then counts as empty, with nothing but a
    /// warning in the log: all its rows are gone for every query, also those that could have
    /// been saved, and once the page is written again, for good. Without it the query fails
    /// and somebody looks.
    ///
    /// ## Example
    ///
    /// Left on after a repair: the next bad sector takes rows away and nobody notices.
    ///
    /// ## What to do instead
    ///
    /// `off`. To save what can be saved from one table, set it in one superuser's session,
    /// after a copy of the files.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Developer Options", `zero_damaged_pages`
    DAMAGED_PAGES_ZEROED {
        postgresql: Some("PG-DUR-004"),
        mysql: None,
        name: "damaged-pages-zeroed",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "zero_damaged_pages";
    if input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    let message = "a damaged page counts as empty, with all its rows, and a warning in the log is all that tells of it";
    Found::new(loss(input, Severity::Warning), Confidence::High, message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "off")])
        .into()
}
