//! A node that is not in its cluster.

use super::galera::{is_node, word};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A Galera node that is not in the primary component of its cluster, or is not ready
    /// for queries.
    ///
    /// ## Why it matters
    ///
    /// It refuses every query ("WSREP has not yet prepared node for application use"), so
    /// that no two halves of a cluster take writes apart. A load balancer that looks at the
    /// port alone goes on sending clients there.
    ///
    /// ## Example
    ///
    /// Two of three nodes were stopped at once: the third is alone, `non-Primary`, and waits.
    ///
    /// ## What to do instead
    ///
    /// Bring the network or the other nodes back; it joins again by itself. Only where the
    /// others are gone for good: `SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'` on
    /// the node with the latest `wsrep_last_committed`, and on that one alone.
    ///
    /// ## Sources
    ///
    /// - Galera manual, sections "Monitoring the Cluster" and "Resetting the Quorum"
    /// - MariaDB manual, section "Galera Cluster Status Variables"
    GALERA_NODE_OUT {
        postgresql: None,
        mysql: Some("MY-LIVE-014"),
        name: "galera-node-out",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Running(look),
    }
}

const STATUS: &str = "wsrep_cluster_status";
const READY: &str = "wsrep_ready";
const STATE: &str = "wsrep_local_state_comment";

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    if !is_node(input) {
        return Answer::QUIET;
    }
    let component = word(seen, STATUS);
    let apart = component.is_some_and(|it| !it.eq_ignore_ascii_case("primary"));
    let unready = word(seen, READY).is_some_and(|it| it.eq_ignore_ascii_case("off"));
    if !apart && !unready {
        return Answer::QUIET;
    }
    let message = if apart {
        "this node is not in the primary component of its cluster and refuses queries"
    } else {
        "this node of the cluster is not ready and refuses queries"
    };
    let told = |found: Found, name: &&str| match word(seen, name) {
        Some(value) => found.fact(*name, value, "SHOW GLOBAL STATUS"),
        None => found,
    };
    [STATUS, READY, STATE]
        .iter()
        .fold(Found::warning(message), told)
        .into()
}
