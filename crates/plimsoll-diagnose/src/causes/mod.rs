//! Every cause, a file each, by class.

mod killed_by_hand;

use crate::cause::CauseKind;

/// In the order of their files; the order says nothing.
pub(crate) static CAUSES: &[&CauseKind] = &[&killed_by_hand::KILLED_BY_HAND];
