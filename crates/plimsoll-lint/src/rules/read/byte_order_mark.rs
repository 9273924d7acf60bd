//! Byte order mark, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A byte-order mark in front of the first line, as some editors on Windows write it.
    ///
    /// ## Why it matters
    ///
    /// PostgreSQL takes it for a part of the first name and does not start.
    ///
    /// ## Example
    ///
    /// A postgresql.conf saved as "UTF-8 with BOM".
    ///
    /// ## What to do instead
    ///
    /// Save the file as UTF-8 without a byte-order mark.
    ///
    /// ## Sources
    ///
    /// - Tried on PostgreSQL 15 and MariaDB 10.11
    BYTE_ORDER_MARK {
        postgresql: Some("PG-READ-022"),
        mysql: Some("MY-READ-022"),
        name: "byte-order-mark",
        worst: Critical,
        look: Look::Problem(ProblemKind::ByteOrderMark, Severity::Warning),
    }
}
