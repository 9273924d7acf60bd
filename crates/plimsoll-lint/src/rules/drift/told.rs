//! What drifted, and how it is told.

use plimsoll_model::{Drift, DriftKind};

use crate::answer::Found;
use crate::{Input, Seen};

/// The drift of one kind.
pub(super) fn of_kind(seen: &Seen, kind: DriftKind) -> impl Iterator<Item = &Drift> {
    seen.drift.iter().filter(move |drift| drift.kind == kind)
}

/// A finding on one parameter that drifted, with both sides as its evidence.
pub(super) fn told(input: &Input<'_>, found: Found, drift: &Drift) -> Found {
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
