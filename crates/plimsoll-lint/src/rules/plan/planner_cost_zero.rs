//! A cost of the planner at zero: plans that differ look the same.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A cost constant of the planner at 0: `seq_page_cost`, `random_page_cost`,
    /// `cpu_tuple_cost`, `cpu_index_tuple_cost` or `cpu_operator_cost`.
    ///
    /// ## Why it matters
    ///
    /// The planner compares sums of these. With one at zero, work of that kind is free to it:
    /// with `cpu_tuple_cost = 0` and data that it takes to be cached, reading a thousand rows
    /// and reading a billion cost nearly the same, and which plan comes out is chance.
    ///
    /// ## Example
    ///
    /// `random_page_cost = 0` to say that everything is in memory.
    ///
    /// ## What to do instead
    ///
    /// Small, but not zero, and all in proportion: `seq_page_cost = 0.1` and
    /// `random_page_cost = 0.1` for data in memory.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Query Planning / Planner Cost Constants"
    PLANNER_COST_ZERO {
        postgresql: Some("PG-PLAN-004"),
        mysql: None,
        name: "planner-cost-zero",
        worst: Warning,
        look: Look::Ask(look),
    }
}

const COSTS: [&str; 5] = [
    "random_page_cost",
    "seq_page_cost",
    "cpu_tuple_cost",
    "cpu_index_tuple_cost",
    "cpu_operator_cost",
];

fn look(input: &Input<'_>) -> Answer {
    let free = |name: &&str| input.settings.real(name).is_some_and(|cost| cost <= 0.0);
    let free: Vec<&str> = COSTS.into_iter().filter(free).collect();
    if free.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "{} at 0: the planner takes that work to be free and cannot tell plans apart by it",
        free.join(", ")
    );
    Found::warning(message)
        .sure(Confidence::Medium)
        .blames(input, &free)
        .into()
}
