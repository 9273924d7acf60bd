//! A log from which errors are left out.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_min_messages` above `warning`: at `error` warnings are missing, at `log`, `fatal`
    /// or `panic` errors too.
    ///
    /// ## Why it matters
    ///
    /// Failed statements, broken indexes, invalid pages, failed archiving are errors and
    /// warnings. A log without them shows that nothing was wrong.
    ///
    /// ## Example
    ///
    /// `log_min_messages = fatal`, because one application logs too many errors.
    ///
    /// ## What to do instead
    ///
    /// `warning`, and the application mended; for a role whose errors are known, `ALTER ROLE
    /// … SET log_min_messages`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / When to Log",
    ///   `log_min_messages`
    LOG_LEVEL_HIDES_ERRORS {
        postgresql: Some("PG-LOG-003"),
        mysql: None,
        name: "log-level-hides-errors",
        worst: Warning,
        controls: ["CIS PostgreSQL: Logging", "SOC 2 CC7.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_min_messages";
    let message = match input.text(name) {
        "log" | "fatal" | "panic" => format!(
            "log_min_messages is {}: errors are not written to the log",
            input.shown(name)
        ),
        "error" => "log_min_messages is error: warnings are not written to the log".to_owned(),
        _ => return Answer::QUIET,
    };
    let found = if input.text(name) == "error" {
        Found::info(message)
    } else {
        Found::warning(message)
    };
    found
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "warning")])
        .into()
}
