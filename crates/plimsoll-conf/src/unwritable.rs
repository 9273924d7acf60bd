//! Why an edit cannot be written into a file. Knows no dialect.

use std::fmt;

/// Why a file cannot be made to say what an edit asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// The line does not set this parameter.
    NotThere,
    /// Two edits change one value.
    Twice,
    /// A new line would stand in no group that the server reads.
    NoGroup,
    /// No option of this series goes by the parameter's name.
    NoOption,
    /// The dialect has no way to write the value here.
    NotSayable,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NotThere => "the line does not set this parameter",
            Self::Twice => "it would change one value twice",
            Self::NoGroup => "there is no group there that the server reads",
            Self::NoOption => "an option file cannot set this parameter",
            Self::NotSayable => "the value cannot be written there",
        })
    }
}
