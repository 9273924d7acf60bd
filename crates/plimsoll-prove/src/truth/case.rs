//! One case: a server with its settings, and what its sessions do.

use serde_json::Value;

/// What every session of a case does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Work {
    /// Run once, before the load begins.
    pub(crate) setup: Vec<String>,
    /// Run again and again; `{id}` stands for a random row of the large table.
    pub(crate) round: Vec<String>,
}

/// Whose malloc the server uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Malloc {
    /// That of its build.
    Built,
    /// The C library's, where the build has another.
    Glibc,
}

/// A case to be run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Case {
    /// Unique within a file.
    pub(crate) id: String,
    /// The workload's name.
    pub(crate) workload: &'static str,
    /// What differs from the server's defaults.
    pub(crate) settings: Vec<(String, String)>,
    /// Other things a reader of the record wants to know (rows, tables, statements).
    pub(crate) arguments: Vec<(&'static str, u64)>,
    /// Sessions that do the work at once.
    pub(crate) sessions: u64,
    /// For how long a session begins another round.
    pub(crate) seconds: f64,
    /// What they do.
    pub(crate) work: Work,
    /// Whose malloc.
    pub(crate) malloc: Malloc,
    /// Whether the buffer pool is filled before the load.
    pub(crate) prefill: bool,
    /// The load in the contract's shape, where the workload alone tells it; else the server's
    /// plans do.
    pub(crate) load: Option<Value>,
}

impl Case {
    /// The value of an argument; 0 if it has none of that name.
    pub(crate) fn argument(&self, name: &str) -> u64 {
        let found = self.arguments.iter().find(|(key, _)| *key == name);
        found.map_or(0, |(_, value)| *value)
    }
}
