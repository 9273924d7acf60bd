//! Replication: standbys, slots, binary logs, clusters.

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[];
