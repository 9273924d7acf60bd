//! `gtid_mode`=ON without `enforce_gtid_consistency`=ON: no start.

use plimsoll_model::{Confidence, Safety, Severity};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `gtid_mode = ON` while `enforce_gtid_consistency` is not `ON` (MySQL).
    ///
    /// ## Why it matters
    ///
    /// The server refuses to start: "`GTID_MODE` = ON requires `ENFORCE_GTID_CONSISTENCY` =
    /// ON". Up to 8.4 both are off unless set, so `gtid_mode = ON` alone does it; in 9.7 both
    /// are on unless set, so `enforce_gtid_consistency = OFF` alone does it. `WARN` does not
    /// count.
    ///
    /// ## Example
    ///
    /// `gtid_mode = ON` in a file for 8.0, and nothing else.
    ///
    /// ## What to do instead
    ///
    /// `enforce_gtid_consistency = ON`. On a running server without GTIDs it goes step by
    /// step: `WARN`, a look at the log, `ON`, then `gtid_mode` by its permissive steps.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `enforce_gtid_consistency`
    /// - Seen on starting MySQL 9.7.4 (MY-010912)
    GTID_MODE_WITHOUT_CONSISTENCY {
        postgresql: None,
        mysql: Some("MY-REPL-001"),
        name: "gtid-mode-without-consistency",
        worst: Critical,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const MODE: &str = "gtid_mode";
    const CONSISTENCY: &str = "enforce_gtid_consistency";
    let set = (input.is_set(MODE), input.is_set(CONSISTENCY));
    let Some(problem) = input.contradiction(&[CONSISTENCY, MODE]) else {
        let on = |name| input.is_one_of(name, &["ON"]);
        let half = matches!(set, (true, false)) && on(MODE)
            || matches!(set, (false, true)) && !on(CONSISTENCY);
        return if half && input.has(MODE) && input.version().is_none() {
            Answer::needs("version")
        } else {
            Answer::QUIET
        };
    };
    let (severity, confidence) = if set == (true, true) || input.is_whole() {
        (Severity::Critical, Confidence::High)
    } else {
        (Severity::Warning, Confidence::Medium)
    };
    Found::new(severity, confidence, problem.message.clone())
        .blames(input, &[CONSISTENCY, MODE])
        .mended(input, Safety::Unsafe, &[(CONSISTENCY, "ON")])
        .into()
}
