//! Adjusted value, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A number that the server will change before it uses it: cut to its range or rounded
    /// to its step.
    ///
    /// ## Why it matters
    ///
    /// Whoever reads the file, and whoever adds up its memory by hand, counts with a figure
    /// that is not in force.
    ///
    /// ## Example
    ///
    /// `key_buffer_size = 1000` on MySQL is rounded down to a multiple of 4096 and raised
    /// to its least value.
    ///
    /// ## What to do instead
    ///
    /// Write the value that the server will use; the message names it.
    ///
    /// ## Sources
    ///
    /// - The catalogue's ranges and steps, read off running servers
    ADJUSTED_VALUE {
        postgresql: Some("PG-READ-011"),
        mysql: Some("MY-READ-011"),
        name: "adjusted-value",
        worst: Warning,
        look: Look::Problem(ProblemKind::AdjustedValue, Severity::Warning),
    }
}
