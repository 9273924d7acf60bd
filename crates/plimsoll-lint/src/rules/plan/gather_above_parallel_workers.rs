//! One query may ask for more workers than all together get.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_parallel_workers_per_gather` above `max_parallel_workers`.
    ///
    /// ## Why it matters
    ///
    /// A plan is made and priced for workers that cannot come even on an idle server: it runs
    /// with fewer, more slowly than a plan made for what there is.
    ///
    /// ## Example
    ///
    /// `max_parallel_workers_per_gather = 16` beside the built-in `max_parallel_workers = 8`.
    ///
    /// ## What to do instead
    ///
    /// `max_parallel_workers` (and `max_worker_processes`) at least as high, or the one for a
    /// single query lower.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Worker Processes",
    ///   `max_parallel_workers_per_gather`
    GATHER_ABOVE_PARALLEL_WORKERS {
        postgresql: Some("PG-PLAN-007"),
        mysql: None,
        name: "gather-above-parallel-workers",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let count = |name| input.settings.count(name);
    let gather = count("max_parallel_workers_per_gather");
    let (Some(gather), Some(all)) = (gather, count("max_parallel_workers")) else {
        return Answer::QUIET;
    };
    if gather <= all || all == 0 {
        return Answer::QUIET;
    }
    let message = format!(
        "one query may plan for {gather} workers, but all queries together get {all} \
         (max_parallel_workers)"
    );
    let names = ["max_parallel_workers_per_gather", "max_parallel_workers"];
    Found::info(message).blames(input, &names).into()
}
