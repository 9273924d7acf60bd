//! Statements of minutes that leave no trace.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// No statement is logged for its duration: `log_min_duration_statement` and
    /// `log_min_duration_sample` are both -1 and `auto_explain` is not loaded.
    ///
    /// ## Why it matters
    ///
    /// What ran when the server was slow is then known only while it runs.
    ///
    /// ## Example
    ///
    /// A file that sets none of them.
    ///
    /// ## What to do instead
    ///
    /// `log_min_duration_statement = 1s` or what is slow here.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Error Reporting and Logging / When to Log",
    ///   `log_min_duration_statement`
    SLOW_STATEMENTS_NOT_LOGGED {
        postgresql: Some("PG-LOG-010"),
        mysql: None,
        name: "slow-statements-not-logged",
        worst: Info,
        on: false,
        controls: ["SOC 2 CC7.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "log_min_duration_statement";
    let off = |name| input.settings.int(name).is_none_or(|time| time == -1);
    let libraries = ["shared_preload_libraries", "session_preload_libraries"];
    let explains = libraries.iter().any(|list| {
        input
            .list(list)
            .any(|library| library.ends_with("auto_explain"))
    });
    if !off(name) || !off("log_min_duration_sample") || explains {
        return Answer::QUIET;
    }
    Found::info("no statement is logged for being slow: what ran then is not known afterwards")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "1s")])
        .into()
}
