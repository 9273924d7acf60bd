//! Galera with a `binlog_format` other than ROW.

use plimsoll_model::{Confidence, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_galera_node;

rule! {
    /// ## What it finds
    ///
    /// A Galera node whose `binlog_format` is not ROW, and that no
    /// `wsrep_forced_binlog_format` makes ROW.
    ///
    /// ## Why it matters
    ///
    /// Galera sends rows and certifies them by their keys. Sessions that log statements write
    /// what the other nodes cannot certify: tables differ between nodes, and a node that
    /// notices leaves the cluster. MariaDB's built-in format is MIXED.
    ///
    /// ## Example
    ///
    /// `wsrep_on = ON` and nothing of `binlog_format`.
    ///
    /// ## What to do instead
    ///
    /// `binlog_format = ROW`, on all nodes.
    ///
    /// ## Sources
    ///
    /// - Galera manual, "Configuring the Database Server"
    /// - MariaDB manual, "Configuring MariaDB Galera Cluster", mandatory options
    GALERA_WITHOUT_ROW_EVENTS {
        postgresql: None,
        mysql: Some("MY-REPL-027"),
        name: "galera-without-row-events",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "binlog_format";
    let rows = ["binlog_format", "wsrep_forced_binlog_format"]
        .iter()
        .any(|name| input.is_one_of(name, &["ROW"]));
    if !is_galera_node(input) || rows || !input.has(NAME) {
        return Answer::QUIET;
    }
    Found::warning("a cluster needs rows in its events: with statements its nodes come to differ")
        .sure(Confidence::Medium)
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "ROW")])
        .into()
}
