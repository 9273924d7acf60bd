//! Galera with `innodb_autoinc_lock_mode` other than 2.

use plimsoll_model::{Confidence, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_galera_node;

rule! {
    /// ## What it finds
    ///
    /// A Galera node whose `innodb_autoinc_lock_mode` is not 2.
    ///
    /// ## Why it matters
    ///
    /// At 0 and 1 an insert of many rows holds a lock on the table's counter until it ends.
    /// Appliers that work in parallel wait for such locks in another order than the cluster
    /// has agreed on: they block each other, and the node is stopped or thrown out. MariaDB's
    /// built-in value is 1.
    ///
    /// ## Example
    ///
    /// `wsrep_on = ON`, `wsrep_slave_threads = 8` and nothing else.
    ///
    /// ## What to do instead
    ///
    /// `innodb_autoinc_lock_mode = 2`, on all nodes.
    ///
    /// ## Sources
    ///
    /// - Galera manual, "Configuring the Database Server"
    /// - MariaDB manual, "Configuring MariaDB Galera Cluster", mandatory options
    GALERA_LOCKS_AUTO_INCREMENT {
        postgresql: None,
        mysql: Some("MY-REPL-020"),
        name: "galera-locks-auto-increment",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_autoinc_lock_mode";
    let interleaved = input.settings.int(NAME) == Some(2);
    if !is_galera_node(input) || interleaved || !input.has(NAME) {
        return Answer::QUIET;
    }
    Found::warning(
        "a cluster's appliers need interleaved auto-increment locks: others can block it",
    )
    .sure(Confidence::Medium)
    .blames(input, &[NAME])
    .weighs(input, "wsrep_slave_threads")
    .mended(input, Safety::Unsafe, &[(NAME, "2")])
    .into()
}
