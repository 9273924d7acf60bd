//! Tables that only grow are not vacuumed until wraparound forces it.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum_vacuum_insert_threshold = -1` (13 and later).
    ///
    /// ## Why it matters
    ///
    /// A table that rows are only added to has no dead ones and is never due by the other
    /// rule. Its pages are not marked as visible to all, so index-only scans read the table
    /// after all; and one day all of it has to be frozen at once.
    ///
    /// ## Example
    ///
    /// -1, since the vacuums of a log table seemed to do nothing.
    ///
    /// ## What to do instead
    ///
    /// 1000, the default, with `autovacuum_vacuum_insert_scale_factor`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Vacuuming / Automatic Vacuuming",
    ///   `autovacuum_vacuum_insert_threshold`
    /// - PostgreSQL 13 release notes (vacuum after inserts)
    INSERTS_NOT_VACUUMED {
        postgresql: Some("PG-VAC-009"),
        mysql: None,
        name: "inserts-not-vacuumed",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "autovacuum_vacuum_insert_threshold";
    if input.settings.int(name) != Some(-1) {
        return Answer::QUIET;
    }
    let message =
        "tables that only grow are not vacuumed until wraparound forces it, all of them at once";
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "1000")])
        .into()
}
