//! A question put to a server: its statement as data, from which version on it
//! can be asked, and which right answers it.

use plimsoll_model::Version;

/// One statement of the fixed table. It only reads: a SELECT, or a SHOW where
/// the engine has no table for it.
#[derive(Debug)]
pub struct Question {
    /// Its name in a snapshot.
    pub name: &'static str,
    /// The first version that can answer this statement.
    pub since: Version,
    /// The first version that no longer can, if any.
    pub until: Option<Version>,
    /// The statement, without a semicolon.
    pub sql: &'static str,
    /// Its columns, in the order of the statement.
    pub columns: &'static [&'static str],
    /// Rows kept; a server with more says so in the answer.
    pub rows_max: usize,
    /// The statement that gives the right where it is refused, with `{role}`
    /// for the one that asked.
    pub grant: Option<&'static str>,
}

impl Question {
    /// Whether a server of this version can be asked it.
    pub fn fits(&self, version: Version) -> bool {
        self.since <= version && self.until.is_none_or(|until| version < until)
    }
}
