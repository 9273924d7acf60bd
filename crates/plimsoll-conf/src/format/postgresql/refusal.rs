//! Why a server does not take a value; knows no parameter.

use plimsoll_model::ProblemKind;

/// Why a server does not take a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) kind: ProblemKind,
    /// What is wrong, to follow "name = value: ".
    pub(super) why: String,
}

impl Refusal {
    pub(super) fn bad(why: impl Into<String>) -> Self {
        Self {
            kind: ProblemKind::BadValue,
            why: why.into(),
        }
    }
}
