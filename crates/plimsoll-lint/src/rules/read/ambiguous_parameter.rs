//! Ambiguous abbreviation, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An abbreviated option that fits more than one of the server's options.
    ///
    /// ## Why it matters
    ///
    /// MySQL and MariaDB take any prefix of an option that is the prefix of no other. When
    /// a later release brings a second option that fits, a file that worked stops the
    /// server.
    ///
    /// ## Example
    ///
    /// `sort = 2M` fits several options; `sort-buffer-siz = 2M` fits one.
    ///
    /// ## What to do instead
    ///
    /// Write every name in full.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Program Option Modifiers"
    AMBIGUOUS_PARAMETER {
        postgresql: None,
        mysql: Some("MY-READ-006"),
        name: "ambiguous-abbreviation",
        worst: Critical,
        look: Look::Problem(ProblemKind::AmbiguousParameter, Severity::Warning),
    }
}
