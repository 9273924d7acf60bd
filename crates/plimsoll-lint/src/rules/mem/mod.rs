//! Memory: the bill against the limit.

mod blame;
mod mend;
pub(crate) mod over_the_limit;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[&over_the_limit::OVER_THE_LIMIT];
