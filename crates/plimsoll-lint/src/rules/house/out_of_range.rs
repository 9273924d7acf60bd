//! A parameter below or above what a house rule allows.

use super::broken::broken;
use crate::Input;
use crate::answer::Answer;
use crate::house::Demand;
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A parameter below or above what a house rule allows.
    ///
    /// ## Why it matters
    ///
    /// A team has agreed on it, and the finding repeats the reason it gave. A default counts as
    /// much as what a file sets: what the server would have in force is asked.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[range]]
    /// parameter = "work_mem"
    /// max = "64MB"
    /// reason = "larger ones are set by role"
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
    OUT_OF_RANGE {
        postgresql: Some("PG-HOUSE-003"),
        mysql: Some("MY-HOUSE-003"),
        name: "house-value-out-of-range",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    broken(input, |demand| matches!(demand, Demand::Range { .. }))
}
