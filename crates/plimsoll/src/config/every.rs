//! The table `every` of `[watch]` and of a `[[server]]`: how often each source is
//! asked.

use std::collections::BTreeMap;

use plimsoll_conf::document::Fields;
use plimsoll_model::{ProblemKind, Source};

/// The longest interval, in seconds: above it a server is not watched.
const SECONDS_MAX: u64 = 24 * 60 * 60;

/// Seconds from one look to the next, by source; what is not said is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Every(BTreeMap<Source, u64>);

impl Every {
    /// Takes the table out of a section's fields.
    pub(super) fn taken(fields: &mut Fields<'_, '_>) -> Self {
        let Some(node) = fields.take("every") else {
            return Self::default();
        };
        let Some(mut table) = Fields::of(node, "every", fields.problems) else {
            return Self::default();
        };
        let mut every = BTreeMap::new();
        for source in Source::ALL {
            match table.count(source.as_str()) {
                Some(seconds @ 1..=SECONDS_MAX) => {
                    every.insert(source, seconds);
                }
                Some(seconds) => {
                    let message = format!(
                        "`{}` is every {seconds} s: give 1 to {SECONDS_MAX}",
                        source.as_str()
                    );
                    table.say(&node.place, ProblemKind::OutOfRange, message);
                }
                None => {}
            }
        }
        table.finish();
        Self(every)
    }

    /// This one, with what another says in the place of what it says.
    pub(crate) fn under(&self, other: &Self) -> Self {
        let mut every = self.0.clone();
        every.extend(&other.0);
        Self(every)
    }

    /// What is said of a source.
    pub(crate) fn said(&self, source: Source) -> Option<u64> {
        self.0.get(&source).copied()
    }

    /// Seconds from one look to the next.
    pub(crate) fn seconds(&self, source: Source) -> u64 {
        let default = match source {
            Source::Host => 1,
            Source::Server | Source::Pooler | Source::Service => 10,
            Source::Seldom => 300,
        };
        self.said(source).unwrap_or(default)
    }
}
