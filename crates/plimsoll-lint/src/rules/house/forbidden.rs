//! A parameter, or a value of one, that a house rule forbids.

use super::broken::broken;
use crate::Input;
use crate::answer::Answer;
use crate::house::Demand;
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter, or a value of one, that a house rule forbids.
    ///
    /// ## Why it matters
    ///
    /// A team has agreed on it, and the finding repeats the reason it gave. A default counts as
    /// much as what a file sets: what the server would have in force is asked.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[forbid]]
    /// parameter = "enable_*"
    /// reason = "planner methods are switched off in the session that needs it"
    /// ```
    ///
    /// ## What to do instead
    ///
    /// Set it as the rule asks, or change the rule where it no longer fits. An exception for one
    /// target is an entry under `[[ignore]]` with reason, owner and end date.
    ///
    /// ## Sources
    ///
    /// - The team's own policy; the finding names the file and line
    FORBIDDEN {
        postgresql: Some("PG-HOUSE-002"),
        mysql: Some("MY-HOUSE-002"),
        name: "house-value-forbidden",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    broken(input, |demand| matches!(demand, Demand::Forbid(_)))
}
