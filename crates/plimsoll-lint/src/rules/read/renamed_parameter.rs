//! Renamed parameter, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter written under a name that it no longer has, or does not have yet, in
    /// this version.
    ///
    /// ## Why it matters
    ///
    /// Some old names are still taken for the new one, others stop the server at its start.
    /// Which it is, the message says.
    ///
    /// ## Example
    ///
    /// `wal_keep_segments = 64` on PostgreSQL 13 and later, where it is `wal_keep_size`.
    ///
    /// ## What to do instead
    ///
    /// Write the name that this version has. Mind the unit: a renamed parameter may count
    /// in another one.
    ///
    /// ## Sources
    ///
    /// - Release notes of the engines
    /// - The catalogue's series, read off running servers
    RENAMED_PARAMETER {
        postgresql: Some("PG-READ-005"),
        mysql: Some("MY-READ-005"),
        name: "renamed-parameter",
        worst: Critical,
        look: Look::Problem(ProblemKind::RenamedParameter, Severity::Warning),
    }
}
