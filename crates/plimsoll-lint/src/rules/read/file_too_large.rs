//! File too large, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A file of more than 16 MiB where a configuration was expected.
    ///
    /// ## Why it matters
    ///
    /// No configuration is that large: it is a dump or a log by mistake. It was not read.
    ///
    /// ## Example
    ///
    /// `include 'dump.sql'`.
    ///
    /// ## What to do instead
    ///
    /// Point the include, or Plimsoll, at the configuration.
    ///
    /// ## Sources
    ///
    /// - Plimsoll's own limit
    FILE_TOO_LARGE {
        postgresql: Some("PG-READ-020"),
        mysql: Some("MY-READ-020"),
        name: "file-too-large",
        worst: Warning,
        look: Look::Problem(ProblemKind::FileTooLarge, Severity::Warning),
    }
}
