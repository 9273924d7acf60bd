//! A server that could not be asked, whatever its engine. What was in the way
//! and what to do about it is the engine's to say.

use std::fmt;

/// Where, and what was in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable<Trouble> {
    /// Host and port (of `MySQL` and `MariaDB` with the database), or the socket.
    pub place: String,
    /// What was in the way.
    pub trouble: Trouble,
}

impl<Trouble: fmt::Display> fmt::Display for Unreachable<Trouble> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.trouble)
    }
}

impl<Trouble: fmt::Debug + fmt::Display> std::error::Error for Unreachable<Trouble> {}
