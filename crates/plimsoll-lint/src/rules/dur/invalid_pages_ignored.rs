//! `ignore_invalid_pages`=on: recovery goes on where it would have to stop.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `ignore_invalid_pages = on`.
    ///
    /// ## Why it matters
    ///
    /// Recovery that meets WAL for a page that is not there, or not a page, stops: the data
    /// files do not fit the WAL. With the option it goes on and leaves the change out, and
    /// the server comes up with data missing.
    ///
    /// ## Example
    ///
    /// Left in the file after an emergency start.
    ///
    /// ## What to do instead
    ///
    /// `off`, and restore from a backup what recovery complains of.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Developer Options", `ignore_invalid_pages` (13 and
    ///   later)
    INVALID_PAGES_IGNORED {
        postgresql: Some("PG-DUR-006"),
        mysql: None,
        name: "invalid-pages-ignored",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "ignore_invalid_pages";
    if input.settings.is_on(name) != Some(true) {
        return Answer::QUIET;
    }
    let message = "recovery leaves out changes to pages that are missing or broken, and the server starts without them";
    Found::new(loss(input, Severity::Warning), Confidence::High, message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "off")])
        .into()
}
