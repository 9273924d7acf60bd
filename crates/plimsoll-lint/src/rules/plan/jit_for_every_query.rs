//! Compiling queries that are done before they are compiled.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `jit_above_cost` set so low that nearly every query is compiled.
    ///
    /// ## Why it matters
    ///
    /// Compiling takes tens to hundreds of milliseconds of a processor in every session and
    /// every parallel worker, each time again, and keeps memory in the session. It pays for
    /// queries that run for seconds. At a cost of a few hundred a query runs for a
    /// millisecond.
    ///
    /// ## Example
    ///
    /// `jit_above_cost = 10`, from a demonstration of JIT.
    ///
    /// ## What to do instead
    ///
    /// The built-in 100000, higher for many short queries, or `jit = off`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, chapter "Just-in-Time Compilation (JIT)", "When to JIT?"
    JIT_FOR_EVERY_QUERY {
        postgresql: Some("PG-PLAN-009"),
        mysql: None,
        name: "jit-for-every-query",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// A plan of this cost runs for some milliseconds, compiling takes tens.
const COST_MIN: f64 = 1000.0;

fn look(input: &Input<'_>) -> Answer {
    let built = input.facts.jit.get() != Some(&false);
    let on = built && input.settings.is_on("jit") == Some(true);
    let Some(cost) = input.settings.real("jit_above_cost").filter(|_| on) else {
        return Answer::QUIET;
    };
    if !(0.0..COST_MIN).contains(&cost) {
        return Answer::QUIET;
    }
    let message =
        format!("queries are compiled from a cost of {cost}: compiling takes longer than they run");
    Found::warning(message)
        .sure(Confidence::Medium)
        .blames(input, &["jit_above_cost"])
        .into()
}
