//! What was accepted: suppressions that are overdue, unused or unreadable.
//!
//! Nothing asks these rules; weighing the findings says what they say.

pub(crate) mod overdue;
pub(crate) mod unreadable;
pub(crate) mod unused;

use crate::Rule;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[&unused::UNUSED, &overdue::OVERDUE, &unreadable::UNREADABLE];
