//! A parameter whose value in force is none of those that a house rule asks for.

use super::broken::broken;
use crate::Input;
use crate::answer::Answer;
use crate::house::Demand;
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter whose value in force is none of those that a house rule asks for.
    ///
    /// ## Why it matters
    ///
    /// A team has agreed on it, and the finding repeats the reason it gave. A default counts as
    /// much as what a file sets: what the server would have in force is asked.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[require]]
    /// parameter = "ssl"
    /// value = "on"
    /// env = ["prod"]
    /// reason = "passwords cross the network"
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
    REQUIRED {
        postgresql: Some("PG-HOUSE-001"),
        mysql: Some("MY-HOUSE-001"),
        name: "house-value-required",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    broken(input, |demand| matches!(demand, Demand::Require(_)))
}
