//! Unreadable line, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A line that the server cannot read: an unclosed quote, a number with a fraction and
    /// no quotes, a value without a name, an option before the first group.
    ///
    /// ## Why it matters
    ///
    /// PostgreSQL reads the whole file or none of it: one such line and the server does not
    /// start, and a reload keeps every old value. MySQL and MariaDB stop at an option
    /// outside a group.
    ///
    /// ## Example
    ///
    /// `work_mem = 1.5GB` in postgresql.conf: without quotes the value ends at the point.
    /// `work_mem = '64MB` never ends.
    ///
    /// ## What to do instead
    ///
    /// Write `name = 'value'`, one to a line. In a my.cnf put `[mysqld]` above the first
    /// option.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Parameter Interaction via the Configuration File"
    /// - MySQL manual, section "Using Option Files"
    SYNTAX {
        postgresql: Some("PG-READ-001"),
        mysql: Some("MY-READ-001"),
        name: "unreadable-line",
        worst: Critical,
        look: Look::Problem(ProblemKind::Syntax, Severity::Warning),
    }
}
