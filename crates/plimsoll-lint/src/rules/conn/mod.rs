//! Connections: how many, for how long, and who gets in when they run out.

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[];
