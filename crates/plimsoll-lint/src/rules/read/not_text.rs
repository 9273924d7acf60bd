//! Not text, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A file with bytes that no text has.
    ///
    /// ## Why it matters
    ///
    /// The server reads up to them, or not at all. Most often the path is of another file
    /// than was meant.
    ///
    /// ## Example
    ///
    /// The path of a data file, a compressed file, or a text saved as UTF-16.
    ///
    /// ## What to do instead
    ///
    /// Give the path of the configuration; save it as UTF-8 or plain ASCII.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Parameter Interaction via the Configuration File"
    NOT_TEXT {
        postgresql: Some("PG-READ-021"),
        mysql: Some("MY-READ-021"),
        name: "not-text",
        worst: Critical,
        look: Look::Problem(ProblemKind::NotText, Severity::Warning),
    }
}
