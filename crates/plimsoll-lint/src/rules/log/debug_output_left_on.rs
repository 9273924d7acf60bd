//! Output for developers, for every statement of everyone.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_min_messages` at a `debug` level, or `debug_print_*`, `log_parser_stats`,
    /// `log_planner_stats`, `log_executor_stats`, `log_statement_stats` on.
    ///
    /// ## Why it matters
    ///
    /// Each writes lines or whole plan trees for every statement. The log grows by gigabytes
    /// an hour, its disk fills, and sessions wait for its writer.
    ///
    /// ## Example
    ///
    /// `debug_print_plan = on`, left from a search.
    ///
    /// ## What to do instead
    ///
    /// Take the lines out; set them in the one session that is looked at.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / What to Log",
    ///   `debug_print_parse`
    /// - PostgreSQL manual, section "Run-time Statistics / Statistics Monitoring"
    DEBUG_OUTPUT_LEFT_ON {
        postgresql: Some("PG-LOG-005"),
        mysql: None,
        name: "debug-output-left-on",
        worst: Warning,
        look: Look::Ask(look),
    }
}

const SWITCHES: [&str; 7] = [
    "debug_print_parse",
    "debug_print_rewritten",
    "debug_print_plan",
    "log_parser_stats",
    "log_planner_stats",
    "log_executor_stats",
    "log_statement_stats",
];

fn look(input: &Input<'_>) -> Answer {
    let on = |name: &&str| input.settings.is_on(name) == Some(true);
    let mut names: Vec<&str> = SWITCHES.into_iter().filter(on).collect();
    if input.text("log_min_messages").starts_with("debug") {
        names.push("log_min_messages");
    }
    if names.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "{}: developers' output for every statement fills the log",
        names.join(", ")
    );
    Found::warning(message).blames(input, &names).into()
}
