//! An audit while it is kept.

use crate::{Audit, Stamp};

/// The audit being kept, as the parts of it are written.
pub(super) struct Writing<'a> {
    pub(super) target: u64,
    pub(super) audit: &'a Audit,
    pub(super) number: u64,
    pub(super) before: Option<Stamp>,
}
