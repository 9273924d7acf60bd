//! `innodb_flush_log_at_trx_commit` 0 or 2: commits that a crash undoes.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::has_copies;

rule! {
    /// ## What it finds
    ///
    /// `innodb_flush_log_at_trx_commit` at 0 or 2: a commit returns before its redo is on
    /// disk.
    ///
    /// ## Why it matters
    ///
    /// At 0 the redo log is written and flushed about once a second: when the server process
    /// dies, by the kernel's hand or its own, the last second of commits is gone though the
    /// clients were told they are safe. At 2 it is written at each commit and flushed once a
    /// second: the process may die, but a crash of the machine costs that second. Data files
    /// stay consistent in both cases. With a binary log, what InnoDB lost may still stand in
    /// the log and on the replicas, which then differ from their source.
    ///
    /// It is a warning at 0 on a server that clients write to; where the file itself says
    /// that others hold the same transactions (read-only replica, Galera, group replication),
    /// and at 2, it is worth knowing.
    ///
    /// ## Example
    ///
    /// `innodb_flush_log_at_trx_commit = 0` on the only server of an application.
    ///
    /// ## What to do instead
    ///
    /// `innodb_flush_log_at_trx_commit = 1`. Where commits are too slow, group them
    /// (`binlog_group_commit_sync_delay`, MariaDB's `binlog_commit_wait_usec`) or use storage
    /// with a protected write cache. Where a second may be lost, 2 is better than 0: it costs
    /// about the same.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_flush_log_at_trx_commit`
    /// - MariaDB manual, `innodb_flush_log_at_trx_commit` (3 flushes as 1 does)
    COMMITS_NOT_FLUSHED {
        postgresql: None,
        mysql: Some("MY-DUR-002"),
        name: "commits-not-flushed",
        worst: Warning,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_flush_log_at_trx_commit";
    let (worst, message) = match input.settings.int(NAME) {
        Some(0) if has_copies(input) => (Severity::Info, PROCESS),
        Some(0) => (Severity::Warning, PROCESS),
        Some(2) => (
            Severity::Info,
            "commits are not flushed: a crash of the machine undoes about the last second of them",
        ),
        _ => return Answer::QUIET,
    };
    Found::new(loss(input, worst), Confidence::High, message)
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "1")])
        .into()
}

const PROCESS: &str =
    "commits are not written: when the server process dies, about the last second of them is gone";
