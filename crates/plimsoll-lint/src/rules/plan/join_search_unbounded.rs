//! Every order of a large join tried.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A planner that tries every order of joins of more than 16 tables:
    /// `join_collapse_limit` or `from_collapse_limit` above that with the genetic search off
    /// or above it too.
    ///
    /// ## Why it matters
    ///
    /// The number of orders grows exponentially. Somewhere between 14 and 20 tables planning
    /// takes seconds, then minutes and gigabytes of one session's memory, before the query
    /// has read a row. `geqo` begins at 12 tables to prevent this.
    ///
    /// ## Example
    ///
    /// `join_collapse_limit = 30` and `geqo = off`, so that an ORM's joins get better plans.
    ///
    /// ## What to do instead
    ///
    /// `geqo = on`, with `geqo_threshold` at 14 or so; the limits raised only for the
    /// sessions that need it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Controlling the Planner with Explicit JOIN Clauses"
    /// - PostgreSQL manual, section "Query Planning / Genetic Query Optimizer"
    JOIN_SEARCH_UNBOUNDED {
        postgresql: Some("PG-PLAN-013"),
        mysql: None,
        name: "join-search-unbounded",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// Where an exhaustive search takes seconds.
const TABLES_MAX: u64 = 16;

fn look(input: &Input<'_>) -> Answer {
    let count = |name| input.settings.count(name).unwrap_or(0);
    let limit = count("join_collapse_limit").max(count("from_collapse_limit"));
    let genetic = input.settings.is_on("geqo") != Some(false);
    let tables = if genetic {
        limit.min(count("geqo_threshold"))
    } else {
        limit
    };
    if tables <= TABLES_MAX {
        return Answer::QUIET;
    }
    let names = ["join_collapse_limit", "from_collapse_limit"];
    let mut blamed: Vec<&str> = names
        .into_iter()
        .filter(|name| count(name) > TABLES_MAX)
        .collect();
    blamed.push(if genetic { "geqo_threshold" } else { "geqo" });
    let message = format!(
        "every order of joins of up to {tables} tables is tried: planning alone can take minutes and gigabytes"
    );
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &blamed)
        .into()
}
