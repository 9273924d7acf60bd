//! `replicate_same_server_id` with `log_slave_updates`: no start.

use plimsoll_model::{Confidence, Safety, Severity};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `replicate_same_server_id = ON` on a server with a binary log that also logs what it
    /// replicates, and without GTIDs.
    ///
    /// ## Why it matters
    ///
    /// Such a server would apply its own events as often as they come round, so it refuses to
    /// start: "would lead to infinite loops in this server". With `gtid_mode = ON` MySQL
    /// starts, since a transaction that has been applied is known by its GTID.
    ///
    /// ## Example
    ///
    /// `replicate-same-server-id = 1` on MySQL 8.0, where `log_replica_updates` is on unless
    /// set.
    ///
    /// ## What to do instead
    ///
    /// Leave it out. It is for a server that once replays its own events after a restore, and
    /// that one needs `log_replica_updates = OFF`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, replicate-same-server-id
    /// - Seen on starting MySQL 9.7.4 (MY-010189), MariaDB 10.11 and 11.8
    OWN_EVENTS_APPLIED_AGAIN {
        postgresql: None,
        mysql: Some("MY-REPL-003"),
        name: "own-events-applied-again",
        worst: Critical,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const SAME: &str = "replicate_same_server_id";
    let updates = input.named(&["log_replica_updates", "log_slave_updates"]);
    let (Some(problem), Some(updates)) = (input.contradiction(&[SAME]), updates) else {
        return Answer::QUIET;
    };
    let (severity, confidence) = if input.is_whole() {
        (Severity::Critical, Confidence::High)
    } else {
        (Severity::Warning, Confidence::Medium)
    };
    Found::new(severity, confidence, problem.message.clone())
        .blames(input, &[SAME, updates])
        .mended(input, Safety::Unsafe, &[(SAME, "OFF")])
        .into()
}
