//! Set more than once, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter that is set more than once to different values; only the last one
    /// counts.
    ///
    /// ## Why it matters
    ///
    /// An edit of the line that does not count changes nothing, and says nothing. Many an
    /// incident has begun with the wrong one of two lines.
    ///
    /// ## Example
    ///
    /// `work_mem = 4MB` at the top of the file and `work_mem = 64MB` in a file that is
    /// included below it.
    ///
    /// ## What to do instead
    ///
    /// Keep the line that is in force and take the others out, unless the layering is meant
    /// (a distribution's defaults below your own file).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Parameter Interaction via the Configuration File"
    /// - MySQL manual, section "Using Option Files"
    SHADOWED_VALUE {
        postgresql: Some("PG-READ-013"),
        mysql: Some("MY-READ-013"),
        name: "set-more-than-once",
        worst: Info,
        look: Look::Problem(ProblemKind::ShadowedValue, Severity::Info),
    }
}
