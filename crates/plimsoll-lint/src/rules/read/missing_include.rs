//! Missing include, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A file or folder that is included and is not there.
    ///
    /// ## Why it matters
    ///
    /// PostgreSQL does not start when a file of `include` is missing (`include_if_exists`
    /// passes over it); MySQL and MariaDB stop too.
    ///
    /// ## Example
    ///
    /// `include 'tuning.conf'` after tuning.conf was moved away.
    ///
    /// ## What to do instead
    ///
    /// Put the file back, take the line out, or use `include_if_exists` where it may really
    /// be absent.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Managing Configuration File Contents"
    /// - MySQL manual, section "Using Option Files"
    MISSING_INCLUDE {
        postgresql: Some("PG-READ-016"),
        mysql: Some("MY-READ-016"),
        name: "missing-include",
        worst: Critical,
        look: Look::Problem(ProblemKind::MissingInclude, Severity::Warning),
    }
}
