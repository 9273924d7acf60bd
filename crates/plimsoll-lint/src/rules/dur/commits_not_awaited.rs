//! `synchronous_commit`=off: the latest commits may be lost in a crash.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `synchronous_commit = off` for the whole server.
    ///
    /// ## Why it matters
    ///
    /// COMMIT returns before its WAL is on disk. A crash of the server, the machine or the
    /// container loses the transactions of the last moments, up to three times
    /// `wal_writer_delay`, though the application was told that they are safe. The database
    /// stays consistent: no corruption, only loss. A failover loses them as well.
    ///
    /// ## Example
    ///
    /// `synchronous_commit = off` for a load of small inserts: after an out-of-memory kill
    /// the orders of the last half second are gone.
    ///
    /// ## What to do instead
    ///
    /// `on`, and `off` only for what may be lost: `SET LOCAL synchronous_commit = off` in
    /// that transaction, or for the role that writes logs.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Write Ahead Log / Settings", `synchronous_commit`, and
    ///   "Asynchronous Commit"
    COMMITS_NOT_AWAITED {
        postgresql: Some("PG-DUR-003"),
        mysql: None,
        name: "commits-not-awaited",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "synchronous_commit";
    if input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    let delay = input.settings.count("wal_writer_delay").unwrap_or(200);
    let message = format!(
        "commits are not awaited: a crash loses what was committed in the last {} ms or so",
        delay.saturating_mul(3)
    );
    Found::new(loss(input, Severity::Warning), Confidence::High, message)
        .blames(input, &[name])
        .weighs(input, "wal_writer_delay")
        .mended(input, Safety::Unsafe, &[(name, "on")])
        .into()
}
