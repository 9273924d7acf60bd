//! Versions: support, security fixes, what an upgrade would break.

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[];
