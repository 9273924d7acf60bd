//! One plan for all values of a prepared statement.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `plan_cache_mode = force_generic_plan`, for every session.
    ///
    /// ## Why it matters
    ///
    /// A prepared statement is then planned without its values: a status that nine of ten
    /// rows have and one that ten rows have get the same plan, and partitions are pruned only
    /// as it runs. `auto` compares both after five runs.
    ///
    /// ## Example
    ///
    /// `plan_cache_mode = force_generic_plan`, to save planning.
    ///
    /// ## What to do instead
    ///
    /// `auto`, and the other for a role whose statements were tried.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Query Planning / Other Planner Options",
    ///   `plan_cache_mode`
    GENERIC_PLANS_FORCED {
        postgresql: Some("PG-PLAN-015"),
        mysql: None,
        name: "generic-plans-forced",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "plan_cache_mode";
    if input.text(name) != "force_generic_plan" {
        return Answer::QUIET;
    }
    let message =
        "plan_cache_mode forces generic plans: a rare value and a common one get the same plan";
    Found::info(message).blames(input, &[name]).into()
}
