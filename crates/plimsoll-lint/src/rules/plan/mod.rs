//! The planner and the processors: costs, methods, parallelism.

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[];
