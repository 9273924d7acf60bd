//! `log_raw`: passwords stand in the logs as they were typed.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_raw = ON` (MySQL).
    ///
    /// ## Why it matters
    ///
    /// MySQL rewrites statements before it logs them, so that a password in CREATE USER,
    /// ALTER USER or CHANGE REPLICATION SOURCE does not stand in the general, slow or binary
    /// log. With it on, they stand there, and in every copy of the log.
    ///
    /// ## Example
    ///
    /// `log-raw = 1`, to see what a client really sends.
    ///
    /// ## What to do instead
    ///
    /// Remove the line, and change the passwords that were set meanwhile.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Passwords and Logging"
    PASSWORDS_IN_LOGS {
        postgresql: None,
        mysql: Some("MY-LOG-008"),
        name: "passwords-in-logs",
        worst: Warning,
        controls: ["CIS MySQL: Auditing and Logging", "SOC 2 CC6.1"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.settings.is_on("log_raw") != Some(true) {
        return Answer::QUIET;
    }
    Found::warning("statements are logged as typed: passwords stand in the logs")
        .blames(input, &["log_raw"])
        .mended(input, Safety::Unsafe, &[("log_raw", "OFF")])
        .into()
}
