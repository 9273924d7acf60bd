//! `old_snapshot_threshold`: gone in 17, and costly before.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `old_snapshot_threshold` set to a time (up to 16).
    ///
    /// ## Why it matters
    ///
    /// Queries that are older end with "snapshot too old" when they meet a page that was
    /// cleaned since. Every snapshot costs more for it, and vacuum no longer gives the empty
    /// end of a table back to the system. It was taken out in 17 for its faults; a server of
    /// 17 does not start with it.
    ///
    /// ## Example
    ///
    /// `old_snapshot_threshold = 1h`, against the bloat of long reports.
    ///
    /// ## What to do instead
    ///
    /// -1, and a `statement_timeout` for who runs the reports,
    /// `idle_in_transaction_session_timeout`, from 17 on `transaction_timeout`. It takes a
    /// restart.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual of 16, section "Resource Consumption / Asynchronous Behavior",
    ///   `old_snapshot_threshold`
    /// - PostgreSQL 17 release notes, "Migration to Version 17"
    OLD_SNAPSHOTS_CUT {
        postgresql: Some("PG-VAC-016"),
        mysql: None,
        name: "old-snapshots-cut-off",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "old_snapshot_threshold";
    if input.settings.count(name).is_none() {
        return Answer::QUIET;
    }
    let message =
        "old_snapshot_threshold ends long queries, slows all others and was taken out in 17";
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "-1")])
        .into()
}
