//! A word that accepts findings: whose, which, why and how long.

use plimsoll_conf::catalogue::Date;
use plimsoll_model::Place;

/// A word that accepts findings of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Code or name of the rule.
    pub rule: String,
    /// Only where the finding blames this parameter.
    pub parameter: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day it holds.
    pub until: Date,
    /// What it covers.
    pub scope: Scope,
    /// Whether the policy says it, and not the tree that is checked.
    pub by_policy: bool,
    /// Where it is written.
    pub place: Place,
}

/// What a suppression covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every finding of the target.
    Target,
    /// Findings at one line of a file.
    Line {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u32,
    },
}
