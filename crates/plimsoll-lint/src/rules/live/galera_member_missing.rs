//! A cluster with fewer nodes than it is meant to have.

use plimsoll_model::Confidence;

use super::galera::{is_node, word};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A Galera cluster with fewer nodes in it than `wsrep_cluster_address` names.
    ///
    /// ## Why it matters
    ///
    /// The cluster goes on while more than half of the nodes it had last are there. One that
    /// is missing is copied anew from another when it has been away for longer than the
    /// `gcache` reaches; and of two that are left of three, neither may be lost.
    ///
    /// ## Example
    ///
    /// `gcomm://db1,db2,db3` and `wsrep_cluster_size = 2`: `db3` has been down since its
    /// upgrade.
    ///
    /// ## What to do instead
    ///
    /// Bring the node back, or take it out of `wsrep_cluster_address` where it is gone for
    /// good.
    ///
    /// ## Sources
    ///
    /// - Galera manual, sections "Monitoring the Cluster", `wsrep_cluster_size`, and
    ///   "Weighted Quorum"
    GALERA_MEMBER_MISSING {
        postgresql: None,
        mysql: Some("MY-LIVE-015"),
        name: "galera-member-missing",
        worst: Warning,
        look: Look::Running(look),
    }
}

const SIZE: &str = "wsrep_cluster_size";
const ADDRESS: &str = "wsrep_cluster_address";

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let size: Option<usize> = word(seen, SIZE).and_then(|size| size.parse().ok());
    // A node that is out of its cluster is told elsewhere.
    let primary = word(seen, "wsrep_cluster_status");
    let is_in = primary.is_none_or(|it| it.eq_ignore_ascii_case("primary"));
    let (Some(size), true) = (size, is_in && is_node(input)) else {
        return Answer::QUIET;
    };
    let named = members(input.text(ADDRESS));
    if size == 0 || named <= size {
        return Answer::QUIET;
    }
    let message = format!("{size} of the {named} nodes that {ADDRESS} names are in the cluster");
    Found::warning(message)
        .sure(Confidence::Medium)
        .fact(SIZE, size.to_string(), "SHOW GLOBAL STATUS")
        .weighs(input, ADDRESS)
        .into()
}

/// Nodes of `gcomm://a,b:4567,c?gmcast.segment=1`.
fn members(address: &str) -> usize {
    let (_, rest) = address.split_once("://").unwrap_or_default();
    let nodes = rest.split('?').next().unwrap_or_default();
    nodes
        .split(',')
        .filter(|node| !node.trim().is_empty())
        .count()
}

#[cfg(test)]
mod tests {
    use super::members;

    #[test]
    fn nodes_are_counted_without_ports_and_options() {
        let addresses = ["gcomm://", "gcomm://a", "gcomm://a,b:4567,c?x=1,2", "dummy"];
        assert_eq!(addresses.map(members), [0, 1, 3, 0]);
    }
}
