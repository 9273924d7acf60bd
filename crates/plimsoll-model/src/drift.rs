//! Where what is in force is not what is written, or not what was agreed.

use crate::Place;

/// How a running value and another came apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DriftKind {
    /// The files say otherwise, and only a restart brings that in force.
    WaitsForRestart,
    /// The files say otherwise, and the running server has not taken it.
    NotLoaded,
    /// Set in the running server alone: a restart loses it.
    LostAtRestart,
    /// The stored baseline says otherwise.
    FromBaseline,
}

impl DriftKind {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WaitsForRestart => "waits-for-restart",
            Self::NotLoaded => "not-loaded",
            Self::LostAtRestart => "lost-at-restart",
            Self::FromBaseline => "from-baseline",
        }
    }
}

/// One parameter that drifted. Values are as a person would write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Canonical name.
    pub parameter: String,
    /// In which way.
    pub kind: DriftKind,
    /// What is in force; empty: an empty text.
    pub in_force: String,
    /// What the other side says: for files, what a restart brings. `None`: it
    /// is not known.
    pub other: Option<String>,
    /// Who says that (`postgresql.conf:12`, `default`, `baseline "default"`).
    pub other_source: String,
    /// Where it is written, if in a file.
    pub place: Option<Place>,
    /// When the running value came in force, RFC 3339 or as the server writes
    /// it, where anyone knows.
    pub since: Option<String>,
    /// Who set it, where the server knows.
    pub by: Option<String>,
}
