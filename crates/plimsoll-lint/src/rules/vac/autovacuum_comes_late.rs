//! Tables that are vacuumed or analysed when half of them has changed.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum_vacuum_scale_factor`, `autovacuum_vacuum_insert_scale_factor` or
    /// `autovacuum_analyze_scale_factor` of 0.5 or more for the whole server; a warning from
    /// 1 on.
    ///
    /// ## Why it matters
    ///
    /// A table's turn comes when threshold + factor × its rows have changed. At 1 there have
    /// to be as many dead rows as live ones: the table is twice its size before the first
    /// vacuum, and stays so. For statistics it means plans for data that is not there any
    /// more. From 18 on `autovacuum_vacuum_max_threshold` bounds it for large tables.
    ///
    /// ## Example
    ///
    /// `autovacuum_vacuum_scale_factor = 10`, meant as ten percent: it is a fraction.
    ///
    /// ## What to do instead
    ///
    /// 0.2 for vacuum and 0.1 for analyze, the defaults, or less; for large tables 0.01 to
    /// 0.05, per table.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Vacuuming / Automatic Vacuuming" and "The Autovacuum
    ///   Daemon"
    AUTOVACUUM_COMES_LATE {
        postgresql: Some("PG-VAC-007"),
        mysql: None,
        name: "autovacuum-comes-late",
        worst: Warning,
        look: Look::Ask(look),
    }
}

const FACTORS: [&str; 3] = [
    "autovacuum_vacuum_scale_factor",
    "autovacuum_vacuum_insert_scale_factor",
    "autovacuum_analyze_scale_factor",
];

fn look(input: &Input<'_>) -> Answer {
    let found = FACTORS.into_iter().filter_map(|name| {
        let factor = input.settings.real(name).filter(|&factor| factor >= 0.5)?;
        let message = format!(
            "{name} = {factor}: a table's turn comes when {:.0} % of its rows have changed",
            factor * 100.0
        );
        let found = if factor >= 1.0 {
            Found::warning(message)
        } else {
            Found::info(message)
        };
        Some(found.blames(input, &[name]))
    });
    Answer::Found(found.collect())
}
