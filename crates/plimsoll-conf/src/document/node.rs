//! The tree of a document: values, each with its place.

use plimsoll_model::Place;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it begins.
    pub place: Place,
    /// What it is.
    pub data: Data,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// JSON's null: as good as not given.
    Null,
    /// A switch.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number.
    Real(f64),
    /// Text; a TOML date counts as one.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Named values, in the order of the text.
    Table(Vec<Field>),
}

/// A named value of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
    /// The value.
    pub node: Node,
}

impl Data {
    /// What to call it in a message.
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Int(_) => "a whole number",
            Self::Real(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}
