//! A slow log that takes everything.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A slow log with `long_query_time` at 0, or with `log_queries_not_using_indexes`, and
    /// nothing that thins it: `log_throttle_queries_not_using_indexes` (MySQL),
    /// `log_slow_rate_limit` (MariaDB), `min_examined_row_limit`.
    ///
    /// ## Why it matters
    ///
    /// Every statement is written, or every scan of a table of three rows. The log grows with
    /// the load and what is slow drowns in it.
    ///
    /// ## Example
    ///
    /// `long_query_time = 0`, set for one evening's analysis.
    ///
    /// ## What to do instead
    ///
    /// A second or less for what the application should not do; 0 only with a rate limit.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "The Slow Query Log"
    /// - MariaDB manual, "Slow Query Log Overview"
    SLOW_LOG_FLOODS {
        postgresql: None,
        mysql: Some("MY-LOG-004"),
        name: "slow-log-floods",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const UNINDEXED: &str = "log_queries_not_using_indexes";
    let on = |name| input.settings.is_on(name) == Some(true);
    let above = |name, least| {
        input
            .settings
            .count(name)
            .is_some_and(|value| value > least)
    };
    if !on("slow_query_log")
        || above("log_slow_rate_limit", 1)
        || above("min_examined_row_limit", 0)
    {
        return Answer::QUIET;
    }
    let name = if input
        .settings
        .real("long_query_time")
        .is_some_and(|time| time < 0.001)
    {
        "long_query_time"
    } else if on(UNINDEXED) && !above("log_throttle_queries_not_using_indexes", 0) {
        UNINDEXED
    } else {
        return Answer::QUIET;
    };
    Found::info("the slow log takes statements that are not slow, without a limit")
        .blames(input, &[name])
        .weighs(input, "slow_query_log")
        .into()
}
