//! A line in the log for every statement there is.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_min_duration_statement = 0`, `log_statement = all`, or `log_duration = on`.
    ///
    /// ## Why it matters
    ///
    /// Every statement is then written out by one process, the collector, or to one pipe. At
    /// thousands a second sessions wait for it, the log's disk fills, and what matters
    /// drowns. The texts carry whatever the application writes into them, passwords of
    /// `CREATE ROLE` too.
    ///
    /// ## Example
    ///
    /// `log_min_duration_statement = 0`, left on after a day of measuring.
    ///
    /// ## What to do instead
    ///
    /// `log_min_duration_statement = 250ms` and `log_min_duration_sample` with
    /// `log_statement_sample_rate` for a share of the rest; `pg_stat_statements` for sums. To
    /// audit: `log_statement = ddl`, or pgaudit for single tables.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging",
    ///   `log_min_duration_statement`, `log_statement` and `log_duration`
    EVERY_STATEMENT_LOGGED {
        postgresql: Some("PG-LOG-011"),
        mysql: None,
        name: "every-statement-logged",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let mut names = Vec::new();
    if input.text("log_statement") == "all" {
        names.push("log_statement");
    }
    if input.settings.int("log_min_duration_statement") == Some(0) {
        names.push("log_min_duration_statement");
    }
    if input.settings.is_on("log_duration") == Some(true) {
        names.push("log_duration");
    }
    if names.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "{}: every statement writes to the log, and at thousands a second sessions wait for it",
        names.join(", ")
    );
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &names)
        .into()
}
