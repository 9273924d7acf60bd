//! Bad value, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A value that is not of the parameter's kind: a word where a number belongs, or a
    /// word that is not one of the parameter's.
    ///
    /// ## Why it matters
    ///
    /// The server refuses to start, or (MySQL and MariaDB, for some options) starts without
    /// the part of it that was to be set.
    ///
    /// ## Example
    ///
    /// `wal_level = full`; `max_connections = lots`; `max_connections = 1e3`.
    ///
    /// ## What to do instead
    ///
    /// Write a value of the kind that the message names.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Parameter Interaction via the Configuration File"
    /// - MySQL manual, section "Using Options to Set Program Variables"
    BAD_VALUE {
        postgresql: Some("PG-READ-008"),
        mysql: Some("MY-READ-008"),
        name: "bad-value",
        worst: Critical,
        look: Look::Problem(ProblemKind::BadValue, Severity::Warning),
    }
}
