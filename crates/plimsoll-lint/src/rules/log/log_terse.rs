//! Errors without their details.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_error_verbosity = terse`.
    ///
    /// ## Why it matters
    ///
    /// DETAIL, HINT, QUERY and CONTEXT are left out: of a deadlock, who waited for whom; of a
    /// broken constraint, the key; of an error in a function, the line.
    ///
    /// ## Example
    ///
    /// `log_error_verbosity = terse`, for a shorter log.
    ///
    /// ## What to do instead
    ///
    /// `default`. Where details must not be logged (they quote values), keep it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / What to Log",
    ///   `log_error_verbosity`
    LOG_TERSE {
        postgresql: Some("PG-LOG-015"),
        mysql: None,
        name: "log-terse",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_error_verbosity";
    if input.text(name) != "terse" {
        return Answer::QUIET;
    }
    Found::info(
        "log_error_verbosity is terse: of a deadlock the log does not say who waited for whom",
    )
    .blames(input, &[name])
    .mended(input, Safety::Unsafe, &[(name, "default")])
    .into()
}
