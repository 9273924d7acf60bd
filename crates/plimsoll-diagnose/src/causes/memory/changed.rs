//! What was changed before, as evidence: by how far it is known to have been in force.

use crate::cause::{Weighed, Weight};
use crate::scene::{Change, Scene};
use crate::signal::Signal;

/// Changes that a cause shows, the last: there was more than one on the way to a value.
const SHOWN_MAX: usize = 6;

impl Weighed {
    /// Changes of a cause's parameters before the moment. One that may not have been in
    /// force says less; a file that was written, nobody tells how, a little.
    pub(super) fn changed(
        self,
        weight: Weight,
        scene: &Scene<'_>,
        changes: &[&Change<'_>],
    ) -> Self {
        if changes.is_empty() {
            return self.shown(Weight::Slight, scene.written.iter().copied());
        }
        let is_sure = changes.iter().any(|change| change.is_sure);
        let weight = if is_sure { weight } else { weight.less() };
        let mut signals: Vec<&Signal> = changes.iter().map(|change| change.signal).collect();
        signals.sort_by_key(|signal| signal.at);
        let older = signals.len().saturating_sub(SHOWN_MAX);
        self.shown(weight, signals.into_iter().skip(older))
    }
}
