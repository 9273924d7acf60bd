//! Logging: could an incident be diagnosed from it?

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[];
