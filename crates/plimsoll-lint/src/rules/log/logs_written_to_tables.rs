//! `log_output` TABLE: logs that one lock and no recovery guard.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_output` with TABLE while the general or the slow log is on.
    ///
    /// ## Why it matters
    ///
    /// The tables are CSV: every entry waits for one lock, a crash can break the table,
    /// reading it is a full scan, and nothing purges it. What was to show why the server was
    /// slow makes it slower.
    ///
    /// ## Example
    ///
    /// `log_output = FILE,TABLE` with the slow log on.
    ///
    /// ## What to do instead
    ///
    /// `log_output = FILE` and a tool that reads the file.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Selecting General Query Log and Slow Query Log Output Destinations"
    LOGS_WRITTEN_TO_TABLES {
        postgresql: None,
        mysql: Some("MY-LOG-002"),
        name: "logs-written-to-tables",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let text = input.settings.text("log_output").unwrap_or_default();
    let to_table = text
        .split(',')
        .any(|word| word.trim().eq_ignore_ascii_case("table"));
    let on = |name: &&&str| input.settings.is_on(name) == Some(true);
    let log = ["general_log", "slow_query_log"];
    let Some(log) = log.iter().find(on).filter(|_| to_table) else {
        return Answer::QUIET;
    };
    Found::info("logs go to tables: each entry waits for one lock and nothing purges them")
        .blames(input, &["log_output"])
        .weighs(input, log)
        .into()
}
