//! Errors of replication passed over: a replica that drifts in silence.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `replica_skip_errors` (`slave_skip_errors`) with any error in it, or
    /// `replica_exec_mode = IDEMPOTENT`.
    ///
    /// ## Why it matters
    ///
    /// An error of replication says that the replica's data is not its source's. Passed over,
    /// the statement or row is left out and everything built on it goes wrong later; the
    /// replica answers wrong and after a failover it is the truth. IDEMPOTENT does the same
    /// for rows that are missing or there twice.
    ///
    /// ## Example
    ///
    /// `slave_skip_errors = 1062,1032`, left over from a night when replication had stopped.
    ///
    /// ## What to do instead
    ///
    /// Take it out and build the replica anew, or compare and repair it with a checksum tool.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `replica_skip_errors`, `replica_exec_mode`
    /// - MariaDB manual, `slave_skip_errors`, `slave_exec_mode`
    REPLICATION_ERRORS_SKIPPED {
        postgresql: None,
        mysql: Some("MY-REPL-008"),
        name: "replication-errors-skipped",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let skips = input.named(&["replica_skip_errors", "slave_skip_errors"]);
    let skips = skips.filter(|name| {
        let text = input.settings.text(name).unwrap_or_default().trim();
        !text.is_empty() && !text.eq_ignore_ascii_case("off") && text != "0"
    });
    let mode = input.named(&["replica_exec_mode", "slave_exec_mode"]);
    let mode = mode.filter(|name| input.is_one_of(name, &["IDEMPOTENT"]));
    let names: Vec<&str> = skips.into_iter().chain(mode).collect();
    if names.is_empty() {
        return Answer::QUIET;
    }
    Found::warning(
        "errors of replication are passed over: the replica drifts from its source in silence",
    )
    .blames(input, &names)
    .into()
}
