//! Joins run in the order in which they are written.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `join_collapse_limit = 1`, for every query.
    ///
    /// ## Why it matters
    ///
    /// Explicit JOINs are then run in the order of the text: a query that names its largest
    /// table first joins that first, whatever the statistics say.
    ///
    /// ## Example
    ///
    /// `join_collapse_limit = 1`, to keep planning short.
    ///
    /// ## What to do instead
    ///
    /// The built-in 8, and 1 only for the session whose query was ordered by hand.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Controlling the Planner with Explicit JOIN Clauses"
    JOIN_ORDER_AS_WRITTEN {
        postgresql: Some("PG-PLAN-014"),
        mysql: None,
        name: "join-order-as-written",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "join_collapse_limit";
    if input.settings.count(name) != Some(1) {
        return Answer::QUIET;
    }
    let message = "join_collapse_limit is 1: every query joins in the order in which it is written";
    Found::info(message).blames(input, &[name]).into()
}
