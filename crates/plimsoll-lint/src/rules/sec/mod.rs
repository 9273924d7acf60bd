//! Security: who can reach the server, and what is in the clear.

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[];
