//! A limit for all connections' memory that nobody counts up to.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `global_connection_memory_limit` set while `global_connection_memory_tracking` is off.
    ///
    /// ## Why it matters
    ///
    /// The sum that the limit is held against is worked out only while the tracking is on.
    /// With it off the sum stays at nothing and the limit is never reached: the one guard
    /// MySQL has against many sessions that each take a little is not there.
    ///
    /// ## Example
    ///
    /// `global_connection_memory_limit = 8G` alone.
    ///
    /// ## What to do instead
    ///
    /// `global_connection_memory_tracking = ON`, which costs a little in each session.
    /// `connection_memory_limit` for a single session works without it.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `global_connection_memory_limit`, `global_connection_memory_tracking`
    ///   (8.0.28)
    CONNECTION_MEMORY_LIMIT_WITHOUT_COUNTING {
        postgresql: None,
        mysql: Some("MY-MEM-009"),
        name: "connection-memory-limit-without-counting",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const LIMIT: &str = "global_connection_memory_limit";
    const TRACKING: &str = "global_connection_memory_tracking";
    let limited = input.is_set(LIMIT)
        && input
            .settings
            .count(LIMIT)
            .is_some_and(|bytes| bytes < u64::MAX);
    if !limited || input.settings.is_on(TRACKING) != Some(false) {
        return Answer::QUIET;
    }
    Found::warning(
        "the memory of all connections has a limit and is not counted: the limit does nothing",
    )
    .sure(Confidence::Medium)
    .blames(input, &[TRACKING, LIMIT])
    .into()
}
