//! A state transfer by rsync or mysqldump: the donor stands still.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_galera_node;

rule! {
    /// ## What it finds
    ///
    /// A Galera node whose `wsrep_sst_method` is `rsync` (built in) or `mysqldump`.
    ///
    /// ## Why it matters
    ///
    /// A node that has missed too much gets a copy of the whole data. With these methods the
    /// donor takes no writes until it is done, for hours with large data; in a cluster of
    /// three one node is then left for the clients.
    ///
    /// ## Example
    ///
    /// `wsrep_on = ON` and nothing of the method.
    ///
    /// ## What to do instead
    ///
    /// `wsrep_sst_method = mariabackup`, with an account for it in `wsrep_sst_auth`.
    ///
    /// ## Sources
    ///
    /// - MariaDB manual, "Introduction to State Snapshot Transfers (SSTs)"
    STATE_TRANSFER_BLOCKS_THE_DONOR {
        postgresql: None,
        mysql: Some("MY-REPL-028"),
        name: "state-transfer-blocks-the-donor",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "wsrep_sst_method";
    if !is_galera_node(input) || !input.is_one_of(NAME, &["rsync", "mysqldump"]) {
        return Answer::QUIET;
    }
    Found::info("while a node is copied anew, the node it is copied from takes no writes")
        .blames(input, &[NAME])
        .into()
}
