//! The log of changes and its checkpoints: WAL, redo log and flushing.

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[];
