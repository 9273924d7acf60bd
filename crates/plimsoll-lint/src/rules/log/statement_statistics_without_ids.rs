//! `pg_stat_statements` loaded and given nothing to count by.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `pg_stat_statements` in `shared_preload_libraries` and `compute_query_id = off`.
    ///
    /// ## Why it matters
    ///
    /// The module counts by the identifier that this parameter computes. Without it its view
    /// stays empty, while its memory is taken all the same.
    ///
    /// ## Example
    ///
    /// `compute_query_id = off`, from a list of tips.
    ///
    /// ## What to do instead
    ///
    /// The built-in `auto`, which computes it when the module asks.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, `pg_stat_statements`, on `compute_query_id`
    STATEMENT_STATISTICS_WITHOUT_IDS {
        postgresql: Some("PG-LOG-017"),
        mysql: None,
        name: "statement-statistics-without-ids",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let loaded = input
        .list("shared_preload_libraries")
        .any(|library| library.ends_with("pg_stat_statements"));
    if !loaded || input.settings.is_on("compute_query_id") != Some(false) {
        return Answer::QUIET;
    }
    Found::warning("compute_query_id is off: pg_stat_statements is loaded and counts nothing")
        .blames(input, &["compute_query_id"])
        .weighs(input, "shared_preload_libraries")
        .mended(input, Safety::Unsafe, &[("compute_query_id", "auto")])
        .into()
}
