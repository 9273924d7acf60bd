//! Not settable here, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter that cannot be set where it stands.
    ///
    /// ## Why it matters
    ///
    /// It is an error or it is without effect; either way the server does not do what the
    /// file says.
    ///
    /// ## Example
    ///
    /// `data_directory = '/new'` in postgresql.auto.conf; `server_version = '15'` anywhere.
    ///
    /// ## What to do instead
    ///
    /// Set it where the server takes it from: the manual's page of the parameter says
    /// whether that is the main file, the command line or a session.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL's `pg_settings.context`
    /// - MySQL manual, "Server System Variable Reference"
    NOT_SETTABLE_HERE {
        postgresql: Some("PG-READ-007"),
        mysql: Some("MY-READ-007"),
        name: "not-settable-here",
        worst: Critical,
        look: Look::Problem(ProblemKind::NotSettableHere, Severity::Warning),
    }
}
