//! The developers' switch for parallel plans, left on.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `debug_parallel_query` (before version 16 `force_parallel_mode`) other than `off`.
    ///
    /// ## Why it matters
    ///
    /// It makes a worker of every query that may run in one, however small, so that the
    /// developers' tests find faults of parallel query. A query of a tenth of a millisecond
    /// then waits for a process to be started. It does not make slow queries parallel: they
    /// are already, where that helps.
    ///
    /// ## Example
    ///
    /// `force_parallel_mode = on`, taken for a way to speed things up.
    ///
    /// ## What to do instead
    ///
    /// Take the line out. What makes more plans parallel is `max_parallel_workers_per_gather`
    /// and `min_parallel_table_scan_size`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Developer Options", `debug_parallel_query`
    /// - PostgreSQL 16 release notes, on its renaming
    PARALLEL_QUERY_FORCED {
        postgresql: Some("PG-PLAN-006"),
        mysql: None,
        name: "parallel-query-forced",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let names = ["debug_parallel_query", "force_parallel_mode"];
    let on = |name: &&str| !matches!(input.text(name), "" | "off");
    let Some(name) = names.into_iter().find(on) else {
        return Answer::QUIET;
    };
    let message = format!(
        "{name} is {}: every query that may starts a worker, however small it is",
        input.shown(name)
    );
    Found::warning(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "off")])
        .into()
}
