//! What was accepted: suppressions that are overdue, unused or unreadable.
//!
//! Nothing asks these rules; weighing the findings says what they say.

pub(crate) mod overdue;
pub(crate) mod unreadable;
pub(crate) mod unused;

use plimsoll_model::{Engine, Finding};

use crate::Rule;
use crate::answer::Found;
use crate::judge::named;

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[&unused::UNUSED, &overdue::OVERDUE, &unreadable::UNREADABLE];

fn said(rule: &'static Rule, engine: Engine, found: Found) -> Option<Finding> {
    Some(named(rule, rule.code(engine)?, found))
}
