//! A comment that is meant to accept a finding and cannot be read.

use plimsoll_model::{Engine, Finding, Place};

use crate::answer::Found;
use crate::finding::said;
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A comment that is meant to accept a finding and cannot be read.
    ///
    /// ## Why it matters
    ///
    /// It accepts nothing. Whoever wrote it believes that it does.
    ///
    /// ## Example
    ///
    /// `# plimsoll: ignore PG-DUR-001` without a day, an owner and a reason.
    ///
    /// ## What to do instead
    ///
    /// `# plimsoll: ignore CODE until YYYY-MM-DD by OWNER: REASON`, behind the setting or on the
    /// line above it.
    ///
    /// ## Sources
    ///
    /// - Plimsoll's own rule
    UNREADABLE {
        postgresql: Some("PG-ACC-003"),
        mysql: Some("MY-ACC-003"),
        name: "suppression-unreadable",
        worst: Warning,
        look: Look::Elsewhere,
    }
}

/// What is said of a comment that cannot be read.
pub(crate) fn of(why: &str, place: Place, engine: Engine) -> Option<Finding> {
    let mut found = Found::warning(format!("this accepts nothing: {why}"));
    found.location = Some(place);
    said(&UNREADABLE, engine, found)
}
