//! An error log without warnings.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_error_verbosity = 1`, or `log_warnings = 0` (MySQL 5.7, MariaDB).
    ///
    /// ## Why it matters
    ///
    /// Warnings are where an outage begins: connections aborted and refused, unsafe
    /// statements, a limit lowered at start, disks slow, replicas that reconnect. Without
    /// them the log is silent until the end.
    ///
    /// ## Example
    ///
    /// `log_error_verbosity = 1`, to keep the log short.
    ///
    /// ## What to do instead
    ///
    /// 2 in both; `log_error_suppression_list` (MySQL 8.0) for single messages that repeat.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `log_error_verbosity`
    /// - MariaDB manual, `log_warnings`
    WARNINGS_NOT_LOGGED {
        postgresql: None,
        mysql: Some("MY-LOG-006"),
        name: "warnings-not-logged",
        worst: Info,
        controls: ["SOC 2 CC7.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let silent = |name, most| {
        input.is_set(name)
            && input
                .settings
                .count(name)
                .is_some_and(|level| level <= most)
    };
    let name = if silent("log_error_verbosity", 1) {
        "log_error_verbosity"
    } else if silent("log_warnings", 0) {
        "log_warnings"
    } else {
        return Answer::QUIET;
    };
    Found::info("warnings are not logged, and most outages begin with one")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "2")])
        .into()
}
