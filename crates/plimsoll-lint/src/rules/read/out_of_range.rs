//! Out of range, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A number outside the range that the parameter has in this version.
    ///
    /// ## Why it matters
    ///
    /// PostgreSQL does not start. MySQL and MariaDB take the nearest value they allow, so
    /// that the file says one thing and the server does another.
    ///
    /// ## Example
    ///
    /// `max_connections = 0`; `work_mem = 3TB`.
    ///
    /// ## What to do instead
    ///
    /// Write a value within the range that the message gives.
    ///
    /// ## Sources
    ///
    /// - The catalogue's ranges, read off running servers
    OUT_OF_RANGE {
        postgresql: Some("PG-READ-010"),
        mysql: Some("MY-READ-010"),
        name: "out-of-range",
        worst: Critical,
        look: Look::Problem(ProblemKind::OutOfRange, Severity::Warning),
    }
}
