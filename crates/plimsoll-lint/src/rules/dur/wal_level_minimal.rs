//! `wal_level`=minimal: no backup of the running server, no archive, no replica.

use plimsoll_model::{Confidence, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `wal_level = minimal` that the server would start with.
    ///
    /// ## Why it matters
    ///
    /// WAL then holds what a crash recovery needs and no more. `pg_basebackup`, archiving and
    /// replication are impossible; a dump is all there is, and everything since the last one
    /// is lost with the disk. Bulk loads into new tables write less WAL; that is what it is
    /// for.
    ///
    /// ## Example
    ///
    /// Taken from a guide for faster loads, and kept.
    ///
    /// ## What to do instead
    ///
    /// `replica`, the default, with `max_wal_senders` of at least 2. It takes a restart.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Settings", `wal_level`
    WAL_LEVEL_MINIMAL {
        postgresql: Some("PG-DUR-019"),
        mysql: None,
        name: "wal-level-minimal",
        worst: Info,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let senders = input.settings.count("max_wal_senders").unwrap_or(0);
    if input.settings.text("wal_level") != Some("minimal") || senders > 0 {
        return Answer::QUIET;
    }
    let message = "wal_level is minimal: no base backup, no archive and no replica of this server";
    Found::new(loss(input, Severity::Info), Confidence::High, message)
        .blames(input, &["wal_level"])
        .into()
}
