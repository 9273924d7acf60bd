//! A server that does not say what it is doing.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `track_activities = off`.
    ///
    /// ## Why it matters
    ///
    /// `pg_stat_activity` then shows sessions without state, query or wait: in an incident
    /// nobody sees what runs, who waits, or which transaction has been open for an hour. What
    /// monitors watch is empty.
    ///
    /// ## Example
    ///
    /// `track_activities = off`, for speed; its cost can hardly be measured.
    ///
    /// ## What to do instead
    ///
    /// `track_activities = on`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Run-time Statistics / Cumulative Query and Index
    ///   Statistics", `track_activities`
    ACTIVITY_NOT_TRACKED {
        postgresql: Some("PG-LOG-016"),
        mysql: None,
        name: "activity-not-tracked",
        worst: Warning,
        controls: ["SOC 2 CC7.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "track_activities";
    if input.settings.is_on(name) != Some(false) {
        return Answer::QUIET;
    }
    Found::warning("track_activities is off: pg_stat_activity does not say what runs or waits")
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "on")])
        .into()
}
