//! A fifth of any table has to be dead before vacuum comes.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum_vacuum_scale_factor` left at 0.2, before 18.
    ///
    /// ## Why it matters
    ///
    /// For a table of a billion rows that is two hundred million dead ones: vacuum comes
    /// rarely and then takes long. For small tables it is right. From 18 on
    /// `autovacuum_vacuum_max_threshold` has it come after 100 million at the latest.
    ///
    /// ## Example
    ///
    /// One large table among many small ones.
    ///
    /// ## What to do instead
    ///
    /// For that table: `ALTER TABLE … SET (autovacuum_vacuum_scale_factor = 0.01)`; or 0.05
    /// for all.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Vacuuming / Automatic Vacuuming",
    ///   `autovacuum_vacuum_scale_factor`
    /// - PostgreSQL 18 release notes (`autovacuum_vacuum_max_threshold`)
    LARGE_TABLES_LATE {
        postgresql: Some("PG-VAC-018"),
        mysql: None,
        name: "large-tables-vacuumed-late",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "autovacuum_vacuum_scale_factor";
    let bounded = input
        .settings
        .count("autovacuum_vacuum_max_threshold")
        .is_some();
    let factor = input.settings.real(name).unwrap_or(0.0);
    if bounded || !(0.2..0.5).contains(&factor) {
        return Answer::QUIET;
    }
    let message = format!(
        "{:.0} % of a table have to be dead before vacuum comes; of a large one that is much",
        factor * 100.0
    );
    Found::info(message).blames(input, &[name]).into()
}
