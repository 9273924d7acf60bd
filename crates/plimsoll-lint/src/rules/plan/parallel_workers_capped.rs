//! More parallel workers asked for than there are places for workers.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_parallel_workers` above `max_worker_processes`.
    ///
    /// ## Why it matters
    ///
    /// Parallel workers take their places out of `max_worker_processes`, together with
    /// logical replication and the workers of extensions. What is above is never reached, and
    /// nothing says so: queries run with fewer workers than their plans were made for.
    ///
    /// ## Example
    ///
    /// `max_parallel_workers = 32` on a server of 32 processors whose `max_worker_processes`
    /// was left at 8.
    ///
    /// ## What to do instead
    ///
    /// Raise `max_worker_processes` to `max_parallel_workers` and what else needs workers. On
    /// a standby it must not be lower than on the primary: raise it there first.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Worker Processes",
    ///   `max_parallel_workers`
    /// - PostgreSQL manual, section "Hot Standby / Administrator's Overview"
    PARALLEL_WORKERS_CAPPED {
        postgresql: Some("PG-PLAN-006"),
        mysql: None,
        name: "parallel-workers-capped",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let count = |name| input.settings.count(name);
    let parallel = count("max_parallel_workers");
    let (Some(parallel), Some(places)) = (parallel, count("max_worker_processes")) else {
        return Answer::QUIET;
    };
    if parallel <= places {
        return Answer::QUIET;
    }
    let message = format!(
        "max_parallel_workers is {parallel}, but max_worker_processes leaves places for {places} \
         workers of every kind: the rest is never reached"
    );
    Found::info(message)
        .blames(input, &["max_worker_processes", "max_parallel_workers"])
        .into()
}
