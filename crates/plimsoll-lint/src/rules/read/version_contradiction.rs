//! A version told and another one seen, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A version that was told and is not the one that the configuration's place names.
    ///
    /// ## Why it matters
    ///
    /// The version told is believed. If it is the wrong one, names, ranges and defaults
    /// were judged by another server's.
    ///
    /// ## Example
    ///
    /// `--server-version 16` on `/etc/postgresql/15/main/postgresql.conf`, or beside a
    /// `PG_VERSION` of 15.
    ///
    /// ## What to do instead
    ///
    /// Correct the version, or leave it out: then the place tells. Before an upgrade the
    /// two differ rightly, and this can be passed over.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Database File Layout" (`PG_VERSION`)
    /// - postgresql-common, the layout of `/etc/postgresql/VERSION/CLUSTER`
    VERSION_CONTRADICTION {
        postgresql: Some("PG-READ-027"),
        mysql: Some("MY-READ-027"),
        name: "version-contradiction",
        worst: Info,
        look: Look::Problem(ProblemKind::VersionContradiction, Severity::Info),
    }
}
