//! Ignored file, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An option file that the server passes over because anyone may write it.
    ///
    /// ## Why it matters
    ///
    /// MySQL and MariaDB do not read a world-writable option file: every line of it is
    /// without effect, and only the log says so.
    ///
    /// ## Example
    ///
    /// my.cnf with mode 0666, as bind mounts from some hosts have it.
    ///
    /// ## What to do instead
    ///
    /// `chmod 644 my.cnf`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Using Option Files"
    IGNORED_FILE {
        postgresql: None,
        mysql: Some("MY-READ-023"),
        name: "ignored-file",
        worst: Warning,
        look: Look::Problem(ProblemKind::IgnoredFile, Severity::Warning),
    }
}
