//! `binlog_format` STATEMENT: replicas that drift from their source.

use plimsoll_model::{Confidence, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::writes_binlog;

rule! {
    /// ## What it finds
    ///
    /// `binlog_format = STATEMENT` with a binary log.
    ///
    /// ## Why it matters
    ///
    /// A replica runs the statement again instead of taking its outcome. What is not the same
    /// twice (`UUID()`, `SYSDATE()`, LIMIT without ORDER BY, triggers, a table that differs
    /// already) makes the replica differ, in silence, until something fails; and a
    /// point-in-time recovery comes out the same way. It also makes INSERT … SELECT lock
    /// more.
    ///
    /// ## Example
    ///
    /// `binlog_format = STATEMENT`, the built-in value before MySQL 5.7.7.
    ///
    /// ## What to do instead
    ///
    /// `binlog_format = ROW`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Advantages and Disadvantages of Statement-Based and Row-Based
    ///   Replication"
    /// - MariaDB manual, "Unsafe Statements for Statement-based Replication"
    STATEMENTS_REPLICATED {
        postgresql: None,
        mysql: Some("MY-REPL-005"),
        name: "statements-replicated",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "binlog_format";
    if !input.is_one_of(NAME, &["STATEMENT"]) || !writes_binlog(input) {
        return Answer::QUIET;
    }
    Found::warning("replicas run statements again instead of taking their outcome, and drift")
        .sure(Confidence::Medium)
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "ROW")])
        .into()
}
