//! A read-only server that has every server's built-in number.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::{is_galera_node, is_read_only};

rule! {
    /// ## What it finds
    ///
    /// A server with `read_only = ON` whose file sets no `server_id`.
    ///
    /// ## Why it matters
    ///
    /// Built in is 1 (0 in MySQL 5.7), on the source too. A replica with its source's number
    /// does not start to replicate; two replicas with one number throw each other off the
    /// source by turns.
    ///
    /// ## Example
    ///
    /// A replica made from a copy of the source's folder, with a file of its own that forgot
    /// it.
    ///
    /// ## What to do instead
    ///
    /// A number that no other server of the topology has.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Setting the Replica Configuration"
    /// - MariaDB manual, `server_id`
    REPLICA_WITHOUT_A_NUMBER {
        postgresql: None,
        mysql: Some("MY-REPL-025"),
        name: "replica-without-a-number",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if !is_read_only(input) || is_galera_node(input) || input.is_set("server_id") {
        return Answer::QUIET;
    }
    Found::info("a replica needs a server_id of its own, and this one has the built-in number")
        .sure(Confidence::Medium)
        .blames(input, &["server_id"])
        .weighs(input, "read_only")
        .into()
}
