//! A replica whose position and data can come apart in a crash.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_read_only;

rule! {
    /// ## What it finds
    ///
    /// A read-only MySQL server with `relay_log_info_repository = FILE` and without both
    /// GTIDs and `relay_log_recovery`.
    ///
    /// ## Why it matters
    ///
    /// The file that says how far the replica has come is written after the data and not with
    /// it. After a crash it points to what has been applied already: rows come twice and
    /// replication stops, or, where that is passed over, goes on wrong. In a table the
    /// position is part of the transaction.
    ///
    /// ## Example
    ///
    /// A MySQL 5.7 replica as installed: FILE is built in.
    ///
    /// ## What to do instead
    ///
    /// `relay_log_info_repository = TABLE` and `relay_log_recovery = ON`; 8.4 has nothing
    /// else than tables.
    ///
    /// ## Sources
    ///
    /// - MySQL 5.7 manual, "Handling an Unexpected Halt of a Replica"
    REPLICA_POSITION_NOT_CRASH_SAFE {
        postgresql: None,
        mysql: Some("MY-REPL-014"),
        name: "replica-position-not-crash-safe",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const REPOSITORY: &str = "relay_log_info_repository";
    const RECOVERY: &str = "relay_log_recovery";
    let in_file = input.is_one_of(REPOSITORY, &["FILE"]);
    let recovers =
        input.settings.is_on(RECOVERY) == Some(true) && input.is_one_of("gtid_mode", &["ON"]);
    if !in_file || recovers || !is_read_only(input) {
        return Answer::QUIET;
    }
    Found::info(
        "the replica's position is not written with its data: after a crash it may apply twice",
    )
    .blames(input, &[REPOSITORY, RECOVERY])
    .into()
}
