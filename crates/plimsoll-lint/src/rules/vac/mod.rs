//! Vacuum: dead rows, statistics and the age of transactions.

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[];
