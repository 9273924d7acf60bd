//! What a running server's counters and views tell: asked of a running server
//! alone.

pub(crate) mod archive_failing;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[&archive_failing::ARCHIVE_FAILING];
