//! A log that is on and written nowhere.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `log_output = NONE` while the general or the slow log is on.
    ///
    /// ## Why it matters
    ///
    /// NONE beats everything else in `log_output`. The switch says ON, and when the log is
    /// needed there is none.
    ///
    /// ## Example
    ///
    /// `slow_query_log = ON` with `log_output = NONE` from another file.
    ///
    /// ## What to do instead
    ///
    /// `log_output = FILE`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `log_output`
    LOGS_GO_NOWHERE {
        postgresql: None,
        mysql: Some("MY-LOG-003"),
        name: "logs-go-nowhere",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let text = input.settings.text("log_output").unwrap_or_default();
    let nowhere = text
        .split(',')
        .any(|word| word.trim().eq_ignore_ascii_case("none"));
    let on = |name: &&&str| input.settings.is_on(name) == Some(true);
    let log = ["general_log", "slow_query_log"];
    let Some(log) = log.iter().find(on).filter(|_| nowhere) else {
        return Answer::QUIET;
    };
    Found::info(format!("{log} is on and written nowhere"))
        .blames(input, &["log_output"])
        .weighs(input, log)
        .into()
}
