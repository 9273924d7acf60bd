//! No slow log, or one that nothing reaches.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `slow_query_log` off, or on with a `long_query_time` above 60 seconds.
    ///
    /// ## Why it matters
    ///
    /// After a night when the server was slow, nothing says which statements were. It is off
    /// when built in.
    ///
    /// ## Example
    ///
    /// A file that says nothing of it.
    ///
    /// ## What to do instead
    ///
    /// `slow_query_log = ON` and `long_query_time = 1`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "The Slow Query Log"
    SLOW_QUERIES_NOT_LOGGED {
        postgresql: None,
        mysql: Some("MY-LOG-005"),
        name: "slow-queries-not-logged",
        worst: Info,
        on: false,
        controls: ["SOC 2 CC7.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let on = input.settings.is_on("slow_query_log") == Some(true);
    let reached = input
        .settings
        .real("long_query_time")
        .is_none_or(|time| time <= 60.0);
    if on && reached {
        return Answer::QUIET;
    }
    let name = if on {
        "long_query_time"
    } else {
        "slow_query_log"
    };
    Found::info("slow statements are not logged: nothing will say which they were")
        .blames(input, &[name])
        .into()
}
