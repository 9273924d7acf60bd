//! Parameter of a later version, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter that only a later version of the server has.
    ///
    /// ## Why it matters
    ///
    /// To this version the name is as unknown as any: it does not start.
    ///
    /// ## Example
    ///
    /// `transaction_timeout = 5min` on PostgreSQL 16; it came with 17.
    ///
    /// ## What to do instead
    ///
    /// Take the line out until the server is upgraded, or use what this version has.
    ///
    /// ## Sources
    ///
    /// - Release notes of the engines
    /// - The catalogue's series, read off running servers
    FUTURE_PARAMETER {
        postgresql: Some("PG-READ-004"),
        mysql: Some("MY-READ-004"),
        name: "parameter-of-a-later-version",
        worst: Critical,
        look: Look::Problem(ProblemKind::FutureParameter, Severity::Warning),
    }
}
