//! A suppression that accepts nothing: no finding of its rule is there any more.

use plimsoll_model::{Engine, Finding};

use crate::Suppression;
use crate::answer::Found;
use crate::finding::said;
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A suppression that accepts nothing: no finding of its rule is there any more.
    ///
    /// ## Why it matters
    ///
    /// The fault was mended, or the word stands at the wrong line. Left there, it would accept
    /// the same fault unseen when it comes back.
    ///
    /// ## Example
    ///
    /// `# plimsoll: ignore PG-DUR-001 …` above a line that no longer says `fsync = off`.
    ///
    /// ## What to do instead
    ///
    /// Take it out, or put it where the finding is.
    ///
    /// ## Sources
    ///
    /// - Plimsoll's own rule
    UNUSED {
        postgresql: Some("PG-ACC-001"),
        mysql: Some("MY-ACC-001"),
        name: "suppression-unused",
        worst: Info,
        look: Look::Elsewhere,
    }
}

/// What is said of an unused word.
pub(crate) fn of(word: &Suppression, engine: Engine) -> Option<Finding> {
    let message = format!(
        "nothing here is accepted by this word about {}: take it out",
        word.rule
    );
    let mut found = Found::info(message);
    found.location = Some(word.place.clone());
    said(&UNUSED, engine, found)
}
