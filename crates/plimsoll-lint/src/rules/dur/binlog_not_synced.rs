//! `sync_binlog` other than 1: after a crash the binary log lacks what InnoDB
//! has.

use plimsoll_model::{Confidence, Safety, Severity};

use super::loss::loss;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::{has_copies, is_galera_node, writes_binlog};

rule! {
    /// ## What it finds
    ///
    /// A binary log whose groups of commits are not each synced to disk: `sync_binlog` at 0
    /// (the kernel writes it when it likes) or above 1 (every so many groups).
    ///
    /// ## Why it matters
    ///
    /// A crash of the machine then cuts the binary log behind InnoDB's redo: transactions
    /// that the source has are on no replica and in no point-in-time recovery, or a replica
    /// asks for a position that no longer exists (error 1236) and has to be built anew. A
    /// crash of the server alone does no harm.
    ///
    /// Where the file sets 0 it is a warning; a group size above 1, MariaDB's built-in 0, and
    /// a replica or a cluster's node are worth knowing. A cluster's node without replicas of
    /// its own does not need its binary log.
    ///
    /// ## Example
    ///
    /// `log_bin` on MariaDB, whose built-in value is 0 where MySQL's is 1 since 5.7.
    ///
    /// ## What to do instead
    ///
    /// `sync_binlog = 1`, and group commits where that is too slow
    /// (`binlog_group_commit_sync_delay`, MariaDB's `binlog_commit_wait_usec`).
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `sync_binlog`; "Replication and Binary Logging Options"
    /// - MariaDB manual, `sync_binlog`
    BINLOG_NOT_SYNCED {
        postgresql: None,
        mysql: Some("MY-DUR-003"),
        name: "binlog-not-synced",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let groups = input.settings.count("sync_binlog");
    let Some(groups) = groups.filter(|groups| *groups != 1) else {
        return Answer::QUIET;
    };
    if !writes_binlog(input) || is_galera_node(input) {
        return Answer::QUIET;
    }
    let meant = groups == 0 && input.is_set("sync_binlog") && !has_copies(input);
    let worst = if meant {
        Severity::Warning
    } else {
        Severity::Info
    };
    let message = "the binary log is not synced at each commit: after a crash of the machine \
                   it lacks transactions that InnoDB has";
    Found::new(loss(input, worst), Confidence::High, message)
        .blames(input, &["sync_binlog"])
        .weighs(input, "log_bin")
        .mended(input, Safety::Unsafe, &[("sync_binlog", "1")])
        .into()
}
