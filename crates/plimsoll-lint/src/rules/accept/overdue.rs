//! A suppression whose last day is past; what it accepted counts again.

use plimsoll_model::{Engine, Finding};

use crate::Suppression;
use crate::answer::Found;
use crate::finding::said;
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A suppression whose last day is past; what it accepted counts again.
    ///
    /// ## Why it matters
    ///
    /// Accepting a risk is a decision for a while. Its day is there so that someone looks again.
    ///
    /// ## Example
    ///
    /// `# plimsoll: ignore PG-DUR-001 until 2026-01-31 by dba: …` in February.
    ///
    /// ## What to do instead
    ///
    /// Mend what was accepted, or decide again and set a new day.
    ///
    /// ## Sources
    ///
    /// - Plimsoll's own rule
    OVERDUE {
        postgresql: Some("PG-ACC-002"),
        mysql: Some("MY-ACC-002"),
        name: "suppression-overdue",
        worst: Warning,
        look: Look::Elsewhere,
    }
}

/// What is said of an overdue word about the rule of that name.
pub(crate) fn of(word: &Suppression, name: &str, engine: Engine) -> Option<Finding> {
    let message = format!(
        "{name} was accepted until {} by {} ({}): decide again, mend it or set a new day",
        word.until, word.owner, word.reason
    );
    let mut found = Found::warning(message);
    found.location = Some(word.place.clone());
    said(&OVERDUE, engine, found)
}
