//! Plimsoll's own fault, shown like any other.

use plimsoll_model::{Confidence, Engine, Finding, Severity};

use crate::Rule;
use crate::answer::Found;
use crate::finding::said;
use crate::rule::{Look, rule};

/// Alone in its area.
pub(crate) static RULES: &[&Rule] = &[&FAULT];

rule! {
    /// ## What it finds
    ///
    /// A rule of Plimsoll that failed while it looked.
    ///
    /// ## Why it matters
    ///
    /// What that rule would have said is not known: no finding of it here means
    /// nothing. All other rules were asked and their findings stand.
    ///
    /// ## Example
    ///
    /// A value that no test of Plimsoll had thought of makes a rule stop.
    ///
    /// ## What to do instead
    ///
    /// Report it, with the configuration if it can be shown. Until it is mended,
    /// judge by hand what the rule named in the message is about.
    ///
    /// ## Sources
    ///
    /// ARCHITECTURE.md, the invariant that a panic is caught at its border.
    FAULT {
        postgresql: Some("PG-SELF-001"),
        mysql: Some("MY-SELF-001"),
        name: "rule-failed",
        worst: Warning,
        look: Look::Elsewhere,
    }
}

/// The finding that a rule failed.
pub(crate) fn of(failed: &str, engine: Engine) -> Option<Finding> {
    let found = Found {
        severity: Severity::Warning,
        confidence: Confidence::High,
        message: format!(
            "Plimsoll's rule {failed} failed on this configuration and said nothing; \
             this is a fault of Plimsoll, please report it"
        ),
        parameters: Vec::new(),
        evidence: Vec::new(),
        location: None,
        fix: None,
    };
    said(&FAULT, engine, found)
}
