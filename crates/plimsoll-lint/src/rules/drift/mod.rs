//! What is in force beside what is written, and beside what was agreed: asked
//! of a running server alone.

pub(crate) mod differs_from_baseline;
pub(crate) mod file_not_loaded;
pub(crate) mod hba_file_refused;
pub(crate) mod lost_at_restart;
pub(crate) mod memory_raised_for_some;
pub(crate) mod next_start_refused;
pub(crate) mod persisted_value_hides_file;
pub(crate) mod waits_for_restart;

use plimsoll_model::{Drift, DriftKind};

use crate::answer::Found;
use crate::{Input, Rule, Seen};

/// In the order of their codes.
pub(crate) static RULES: &[&Rule] = &[
    &next_start_refused::NEXT_START_REFUSED,
    &lost_at_restart::LOST_AT_RESTART,
    &waits_for_restart::WAITS_FOR_RESTART,
    &file_not_loaded::FILE_NOT_LOADED,
    &differs_from_baseline::DIFFERS_FROM_BASELINE,
    &persisted_value_hides_file::PERSISTED_VALUE_HIDES_FILE,
    &memory_raised_for_some::MEMORY_RAISED_FOR_SOME,
    &hba_file_refused::HBA_FILE_REFUSED,
];

/// The drift of one kind.
fn of_kind(seen: &Seen, kind: DriftKind) -> impl Iterator<Item = &Drift> {
    seen.drift.iter().filter(move |drift| drift.kind == kind)
}

/// A finding on one parameter that drifted, with both sides as its evidence.
fn told(input: &Input<'_>, found: Found, drift: &Drift) -> Found {
    let mut found = found.fact("in force", &drift.in_force, "the server");
    if let Some(other) = &drift.other {
        found = found.fact("written", other, &drift.other_source);
    }
    if let Some(since) = &drift.since {
        let by = drift.by.as_deref().unwrap_or("the server");
        found = found.fact("since", since, by);
    }
    found.parameters = vec![drift.parameter.clone()];
    found.location = drift
        .place
        .clone()
        .or_else(|| input.place(&drift.parameter));
    found
}
