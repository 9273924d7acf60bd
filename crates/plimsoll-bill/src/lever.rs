//! What would move the load line: single changes, each priced, best first.

use plimsoll_model::{InForce, Lever, ServerFacts};

use crate::case::Case;
use crate::load_line::{Mark, mark};
use crate::overlay::overlaid;

/// The most levers worth showing.
const SHOWN_MAX: usize = 6;

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

/// The changes that move the load line up, best first; ties in the engine's
/// own order.
pub(crate) fn levers(
    case: &Case<'_>,
    changes: Vec<Change>,
    limit_bytes: u64,
    now: &Mark,
) -> Vec<Lever> {
    let mut levers: Vec<(Mark, Lever)> = changes
        .into_iter()
        .filter_map(|change| {
            let then = under(case, &change, |after| mark(after, limit_bytes))?;
            (then > *now).then(|| {
                let lever = Lever {
                    parameter: change.parameter.to_owned(),
                    change: change.text(),
                    to: change.to.clone(),
                    load_line_sessions: then.sessions(),
                };
                (then, lever)
            })
        })
        .collect();
    levers.sort_by_key(|(then, _)| std::cmp::Reverse(*then));
    levers.truncate(SHOWN_MAX);
    levers.into_iter().map(|(_, lever)| lever).collect()
}
