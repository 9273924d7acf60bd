//! Deprecated parameter, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A name that this version still takes and that is on its way out: a deprecated
    /// parameter, or an abbreviation that a later option may make ambiguous.
    ///
    /// ## Why it matters
    ///
    /// It works today; a later version will not start with it.
    ///
    /// ## Example
    ///
    /// `sort-buffer-siz = 2M` in a my.cnf.
    ///
    /// ## What to do instead
    ///
    /// Write the name in full, or move to what takes its place, before the next upgrade.
    ///
    /// ## Sources
    ///
    /// - Release notes of the engines
    DEPRECATED_PARAMETER {
        postgresql: Some("PG-READ-014"),
        mysql: Some("MY-READ-014"),
        name: "deprecated-parameter",
        worst: Info,
        look: Look::Problem(ProblemKind::DeprecatedParameter, Severity::Info),
    }
}
