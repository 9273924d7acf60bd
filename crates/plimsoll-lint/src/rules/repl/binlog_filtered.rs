//! A binary log that leaves databases out.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `binlog_do_db` or `binlog_ignore_db`.
    ///
    /// ## Why it matters
    ///
    /// What is left out of the binary log is on no replica and in no point-in-time recovery:
    /// a restore from backup and logs gives back all databases, some of them as old as the
    /// backup. Transactions that touch both kinds come back in half.
    ///
    /// ## Example
    ///
    /// `binlog_ignore_db = sessions`, to write less.
    ///
    /// ## What to do instead
    ///
    /// Log everything and filter on the replica, or keep what may be lost on a server of its
    /// own.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Replication and Binary Logging Options and Variables", binlog-do-db
    BINLOG_FILTERED {
        postgresql: None,
        mysql: Some("MY-REPL-010"),
        name: "binlog-filtered",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const FILTERS: &[&str] = &["binlog_do_db", "binlog_ignore_db"];
    let set: Vec<&str> = FILTERS
        .iter()
        .copied()
        .filter(|name| input.is_set(name))
        .collect();
    if set.is_empty() {
        return Answer::QUIET;
    }
    Found::info("some databases are not in the binary log: neither replicas nor a point-in-time recovery have them")
        .blames(input, &set)
        .into()
}
