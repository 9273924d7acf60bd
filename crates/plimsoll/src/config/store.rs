//! The section `[store]` of plimsoll.toml: where history is kept and how much of
//! it.

use plimsoll_conf::document::{Fields, Node};
use plimsoll_model::Problem;
use plimsoll_store::Limits;

/// Where history is kept, and how much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct History {
    /// A folder, or the URL of a `PostgreSQL`.
    pub(crate) place: Option<String>,
    /// What is dropped.
    pub(crate) limits: Limits,
}

/// Reads the section.
pub(super) fn read_section(section: &Node, problems: &mut Vec<Problem>) -> History {
    let Some(mut fields) = Fields::of(section, "[store]", problems) else {
        return History::default();
    };
    let history = History {
        place: fields.text("place").map(|(place, _)| place.to_owned()),
        limits: Limits {
            audits_max: fields.count("audits_max"),
            age_days_max: fields
                .count("age_days_max")
                .map(|days| u32::try_from(days).unwrap_or(u32::MAX)),
            bytes_max: fields.count("bytes_max"),
        },
    };
    fields.finish();
    history
}

impl History {
    /// This one, with what another says in its place.
    pub(super) fn under(self, other: Self) -> Self {
        if other.place.is_some() { other } else { self }
    }
}
