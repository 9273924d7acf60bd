//! No sums of what the statements cost.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `pg_stat_statements` is not in `shared_preload_libraries`.
    ///
    /// ## Why it matters
    ///
    /// Which statements take the time, the reads and the WAL is then not known of any day
    /// that is past. Loading it takes a restart, which one does not have when it is needed.
    ///
    /// ## Example
    ///
    /// A file that loads no library.
    ///
    /// ## What to do instead
    ///
    /// `shared_preload_libraries = 'pg_stat_statements'`, then `CREATE EXTENSION` in one
    /// database.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, `pg_stat_statements`
    STATEMENT_STATISTICS_MISSING {
        postgresql: Some("PG-LOG-018"),
        mysql: None,
        name: "statement-statistics-missing",
        worst: Info,
        on: false,
        controls: ["SOC 2 CC7.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "shared_preload_libraries";
    if input
        .list(name)
        .any(|library| library.ends_with("pg_stat_statements"))
    {
        return Answer::QUIET;
    }
    Found::info("pg_stat_statements is not loaded: what each statement costs is not counted")
        .blames(input, &[name])
        .into()
}
