//! An empty gcomm:// in the file: a node that founds a cluster of its own.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_galera_node;

rule! {
    /// ## What it finds
    ///
    /// `wsrep_on = ON` with `wsrep_cluster_address = gcomm://` and no address behind it.
    ///
    /// ## Why it matters
    ///
    /// A node without an address to join founds a new cluster. In the file it does so at
    /// every start: after a restart it runs beside the others under the same name, takes
    /// writes that they do not have, and one of the two sides is thrown away in the end.
    ///
    /// ## Example
    ///
    /// `wsrep_cluster_address = gcomm://`, left in the file of the first node.
    ///
    /// ## What to do instead
    ///
    /// The addresses of all nodes in every node's file; found the cluster once, with
    /// `galera_new_cluster`.
    ///
    /// ## Sources
    ///
    /// - Galera manual, "Starting the Cluster"
    /// - MariaDB manual, `wsrep_cluster_address`
    GALERA_BOOTSTRAPS_AT_EVERY_START {
        postgresql: None,
        mysql: Some("MY-REPL-018"),
        name: "galera-bootstraps-at-every-start",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "wsrep_cluster_address";
    let address = input.settings.text(NAME).unwrap_or_default().trim();
    let nobody = address.strip_prefix("gcomm://");
    let nobody = nobody.is_some_and(|rest| rest.is_empty() || rest.starts_with('?'));
    if !is_galera_node(input) || !nobody {
        return Answer::QUIET;
    }
    Found::warning(
        "the node founds a new cluster at every start: after a restart it is apart from the others",
    )
    .blames(input, &[NAME])
    .into()
}
