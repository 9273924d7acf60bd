//! What only a running server can tell: for rules that `check` on files does
//! not ask.

use plimsoll_model::{Config, Drift, Snapshot};

/// A running server beside what is written of it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its answers.
    pub snapshot: Snapshot,
    /// Where what is in force is not what is written or agreed.
    pub drift: Vec<Drift>,
    /// What its files would have in force at its next start; `None`: they
    /// could not be read.
    pub next: Option<Config>,
}
