//! The kernel and the machine: pages, files, overcommit, disks.

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[];
