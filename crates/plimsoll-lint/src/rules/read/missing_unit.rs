//! Number without unit, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A bare number for a parameter whose own unit is not the one that most readers take
    /// it for.
    ///
    /// ## Why it matters
    ///
    /// `shared_buffers = 16384` is 128 MB, since it counts pages of 8 kB. A copy of that
    /// number to a parameter in kB asks for another size.
    ///
    /// ## Example
    ///
    /// `shared_buffers = 2048`, meant as 2 GB in MB, is 16 MB.
    ///
    /// ## What to do instead
    ///
    /// Write the unit: `shared_buffers = 128MB`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Parameter Names and Values"
    /// - PostgreSQL's `pg_settings.unit`
    MISSING_UNIT {
        postgresql: Some("PG-READ-012"),
        mysql: None,
        name: "number-without-unit",
        worst: Info,
        look: Look::Problem(ProblemKind::MissingUnit, Severity::Info),
    }
}
