//! A way of the planner switched off for everyone.

use plimsoll_model::{Confidence, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An `enable_*` parameter that is `off` in a file though the server has it on.
    ///
    /// ## Why it matters
    ///
    /// These switches are for finding out why a plan was chosen. Off in a file they forbid a
    /// way of scanning or joining to every query of every database: without hash joins or
    /// sequential scans the planner takes the next best plan, on large tables many times as
    /// dear, and a plan that has no other way is only made to look dear, so that its estimate
    /// is of no use any more. In version 18 EXPLAIN says `Disabled: true` at such nodes;
    /// before, costs of 10000000000.
    ///
    /// ## Example
    ///
    /// `enable_seqscan = off`, set to see whether an index could be used at all.
    ///
    /// ## What to do instead
    ///
    /// Take the line out. For one query: `SET LOCAL enable_nestloop = off` in its
    /// transaction, or a role of its own with `ALTER ROLE … SET`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Query Planning / Planner Method Configuration"
    /// - PostgreSQL 18 release notes, on disabled plan nodes
    PLANNER_METHOD_OFF {
        postgresql: Some("PG-PLAN-001"),
        mysql: None,
        name: "planner-method-off",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// What hardly any large query can do without.
const CORE: [&str; 8] = [
    "enable_seqscan",
    "enable_indexscan",
    "enable_indexonlyscan",
    "enable_bitmapscan",
    "enable_hashjoin",
    "enable_nestloop",
    "enable_mergejoin",
    "enable_sort",
];

fn look(input: &Input<'_>) -> Answer {
    let names = input.config.settings.keys();
    let off: Vec<&str> = names
        .map(String::as_str)
        .filter(|name| name.starts_with("enable_") && input.built_in(name) == Some("on"))
        .filter(|name| input.settings.is_on(name) == Some(false))
        .collect();
    if off.is_empty() {
        return Answer::QUIET;
    }
    let message = format!(
        "{} off for every query: the planner must take the next best plan",
        off.join(", ")
    );
    let found = if off.iter().any(|name| CORE.contains(name)) {
        Found::warning(message).sure(Confidence::Medium)
    } else {
        Found::info(message)
    };
    let on: Vec<(&str, &str)> = off.iter().map(|name| (*name, "on")).collect();
    found
        .blames(input, &off)
        .mended(input, Safety::Unsafe, &on)
        .into()
}
