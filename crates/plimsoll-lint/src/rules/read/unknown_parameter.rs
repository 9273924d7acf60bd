//! Unknown parameter, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A name that no version of the server in the catalogue knows.
    ///
    /// ## Why it matters
    ///
    /// A server refuses to start over a name it does not know, so that a slip of the pen
    /// becomes an outage at the next restart. A `loose-` prefix in a my.cnf turns that into
    /// a note in the log.
    ///
    /// ## Example
    ///
    /// `shared_bufers = 2GB`.
    ///
    /// ## What to do instead
    ///
    /// Correct the name; Plimsoll names the nearest one. A parameter of an extension needs
    /// the extension's name in front (`auto_explain.log_min_duration`), an option of a
    /// plugin that may be absent a `loose-`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Customized Options"
    /// - MySQL manual, section "Program Option Modifiers"
    UNKNOWN_PARAMETER {
        postgresql: Some("PG-READ-002"),
        mysql: Some("MY-READ-002"),
        name: "unknown-parameter",
        worst: Critical,
        look: Look::Problem(ProblemKind::UnknownParameter, Severity::Warning),
    }
}
