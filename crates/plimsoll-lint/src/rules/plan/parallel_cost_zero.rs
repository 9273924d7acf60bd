//! Parallel plans priced as if starting workers were free.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `parallel_setup_cost` or `parallel_tuple_cost` at 0 while parallel query is on.
    ///
    /// ## Why it matters
    ///
    /// Starting a worker takes a process, its memory and some milliseconds, and every row it
    /// finds is copied to the leader. Priced at nothing, every scan above
    /// `min_parallel_table_scan_size` becomes parallel: small queries get slower, and the
    /// workers they take are missing where they would help.
    ///
    /// ## Example
    ///
    /// `parallel_setup_cost = 0`, from a benchmark.
    ///
    /// ## What to do instead
    ///
    /// The built-in 1000 and 0.1, or something near them.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Query Planning / Planner Cost Constants",
    ///   `parallel_setup_cost`
    /// - PostgreSQL manual, section "How Parallel Query Works"
    PARALLEL_COST_ZERO {
        postgresql: Some("PG-PLAN-005"),
        mysql: None,
        name: "parallel-cost-zero",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.settings.count("max_parallel_workers_per_gather") == Some(0) {
        return Answer::QUIET;
    }
    let free = |name: &&str| input.settings.real(name).is_some_and(|cost| cost <= 0.0);
    let names = ["parallel_setup_cost", "parallel_tuple_cost"];
    let free: Vec<&str> = names.into_iter().filter(free).collect();
    if free.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "{} at 0: queries take workers that cost them more than they bring",
        free.join(", ")
    );
    Found::info(message).blames(input, &free).into()
}
