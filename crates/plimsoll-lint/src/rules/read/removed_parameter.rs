//! Removed parameter, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter that the server's version no longer has.
    ///
    /// ## Why it matters
    ///
    /// The new server does not know it and does not start: the classic end of an upgrade
    /// that took the old configuration along.
    ///
    /// ## Example
    ///
    /// `query_cache_size = 64M` on MySQL 8.0, `vacuum_defer_cleanup_age = 0` on PostgreSQL
    /// 16.
    ///
    /// ## What to do instead
    ///
    /// Take the line out, or set what took its place. With `--server-version` of the new
    /// server Plimsoll tells before the upgrade does.
    ///
    /// ## Sources
    ///
    /// - Release notes of the engines
    /// - The catalogue's series, read off running servers
    REMOVED_PARAMETER {
        postgresql: Some("PG-READ-003"),
        mysql: Some("MY-READ-003"),
        name: "removed-parameter",
        worst: Critical,
        look: Look::Problem(ProblemKind::RemovedParameter, Severity::Warning),
    }
}
