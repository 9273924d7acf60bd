//! Every table vacuumed for every few rows.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A scale factor of 0 with a threshold of less than 1000 rows for the whole server.
    ///
    /// ## Why it matters
    ///
    /// A table's turn then comes after that many changes, however large it is. A table of a
    /// billion rows with 50 changes a second is due again as soon as its vacuum has ended,
    /// which reads all of its indexes; the workers never get to the others.
    ///
    /// ## Example
    ///
    /// `autovacuum_vacuum_scale_factor = 0` from an advice for one large table, with the
    /// built-in threshold of 50.
    ///
    /// ## What to do instead
    ///
    /// 0 only for that table, with a threshold to match: `ALTER TABLE … SET
    /// (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100000)`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Vacuuming / Automatic Vacuuming" and "The Autovacuum
    ///   Daemon"
    AUTOVACUUM_AT_EVERY_CHANGE {
        postgresql: Some("PG-VAC-008"),
        mysql: None,
        name: "autovacuum-at-every-change",
        worst: Warning,
        look: Look::Ask(look),
    }
}

const PAIRS: [(&str, &str); 3] = [
    (
        "autovacuum_vacuum_scale_factor",
        "autovacuum_vacuum_threshold",
    ),
    (
        "autovacuum_vacuum_insert_scale_factor",
        "autovacuum_vacuum_insert_threshold",
    ),
    (
        "autovacuum_analyze_scale_factor",
        "autovacuum_analyze_threshold",
    ),
];

fn look(input: &Input<'_>) -> Answer {
    let found = PAIRS.into_iter().filter_map(|(factor, threshold)| {
        let rows = input
            .settings
            .count(threshold)
            .filter(|&rows| rows < 1000)?;
        input
            .settings
            .real(factor)
            .filter(|&factor| factor <= 0.0)?;
        let message = format!(
            "every table is due after {rows} changed rows, however large it is ({factor} = 0)"
        );
        let found = Found::warning(message).sure(Confidence::Medium);
        Some(found.blames(input, &[factor, threshold]))
    });
    Answer::Found(found.collect())
}
