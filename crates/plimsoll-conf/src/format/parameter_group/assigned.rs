//! What the engines' dialects take of a parameter group.

use plimsoll_model::Place;

/// A parameter of a group and its value, for the engine's dialect.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Assigned {
    /// The name, as Amazon writes it.
    pub(crate) name: String,
    /// The value, formulas worked out.
    pub(crate) value: String,
    /// Where it stands.
    pub(crate) place: Place,
}
