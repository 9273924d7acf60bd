//! Errors without the statement that failed.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_min_error_statement` above `error`.
    ///
    /// ## Why it matters
    ///
    /// The log then says "relation does not exist" or "deadlock detected", and not of which
    /// statement.
    ///
    /// ## Example
    ///
    /// `log_min_error_statement = panic`.
    ///
    /// ## What to do instead
    ///
    /// The built-in `error`. Where statements carry what must not be logged, keep it and
    /// restrict who reads the log.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / When to Log",
    ///   `log_min_error_statement`
    FAILED_STATEMENTS_NOT_LOGGED {
        postgresql: Some("PG-LOG-004"),
        mysql: None,
        name: "failed-statements-not-logged",
        worst: Info,
        controls: ["CIS PostgreSQL: Logging"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_min_error_statement";
    if !matches!(input.text(name), "log" | "fatal" | "panic") {
        return Answer::QUIET;
    }
    let message = format!(
        "{name} is {}: the log has errors without their statements",
        input.shown(name)
    );
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "error")])
        .into()
}
