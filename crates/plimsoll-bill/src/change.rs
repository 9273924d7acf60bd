//! A single change of a parameter, and a case as it would be after it.

use plimsoll_model::{InForce, ServerFacts};

use crate::case::Case;
use crate::overlay::overlaid;

/// One parameter set to another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Canonical name.
    pub(crate) parameter: &'static str,
    /// Its value now, in the engine's own notation.
    pub(crate) from: String,
    /// The value to try.
    pub(crate) to: String,
}

impl Change {
    /// `work_mem 64MB → 32MB`.
    pub(crate) fn text(&self) -> String {
        format!("{} {} → {}", self.parameter, self.from, self.to)
    }
}

/// The same case with one value changed, for the server and for every group
/// that does not set it for itself; `None` where the parameter is not there.
pub(crate) fn changed(case: &Case<'_>, change: &Change) -> Option<(InForce, Vec<Option<InForce>>)> {
    let server = overlaid(case.settings, change.parameter, &change.to).ok()?;
    let groups = case
        .groups
        .iter()
        .map(|group| {
            let own = group.own.as_ref()?;
            let sets_it =
                own.values.get(change.parameter) != case.settings.values.get(change.parameter);
            if sets_it {
                return Some(own.clone());
            }
            Some(overlaid(own, change.parameter, &change.to).unwrap_or_else(|_| own.clone()))
        })
        .collect();
    Some((server, groups))
}

/// Runs `with` on the case as it would be after the change.
pub(crate) fn under<T>(
    case: &Case<'_>,
    change: &Change,
    with: impl FnOnce(&Case<'_>) -> T,
) -> Option<T> {
    let (server, owns) = changed(case, change)?;
    let facts: &ServerFacts = case.facts;
    let mut groups = case.groups.clone();
    for (group, own) in groups.iter_mut().zip(owns) {
        group.own = own;
    }
    let after = Case {
        settings: &server,
        facts,
        groups,
        ..*case
    };
    Some(with(&after))
}
