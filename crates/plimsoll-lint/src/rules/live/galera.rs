//! What a node of a Galera cluster says of it. Judges nothing.

use super::told::named;
use crate::rules::topology::is_galera_node;
use crate::{Input, Seen};

/// Whether it is a node with a provider: a server that has Galera built in and
/// switched off shows the same words, of a cluster that is not there.
pub(super) fn is_node(input: &Input<'_>) -> bool {
    let is_on = is_galera_node(input) || input.is_one_of("wsrep_on", &["ON"]);
    is_on && !input.is_one_of("wsrep_provider", &["none", ""])
}

/// A word of the cluster's status.
pub(super) fn word<'a>(seen: &'a Seen, name: &str) -> Option<&'a str> {
    named(seen, "galera", name).or_else(|| named(seen, "status", name))
}
