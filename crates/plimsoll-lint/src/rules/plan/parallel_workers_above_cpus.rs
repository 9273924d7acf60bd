//! More parallel workers than the processors can run.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_parallel_workers`, set, at more than twice the processors there are.
    ///
    /// ## Why it matters
    ///
    /// Parallel workers of one query all want a processor at the same moment. Beyond what
    /// there is they take turns: each query gets slower, and each worker still takes its own
    /// `work_mem`.
    ///
    /// ## Example
    ///
    /// `max_parallel_workers = 64`, copied to a server with 8 processors.
    ///
    /// ## What to do instead
    ///
    /// As many as there are processors, fewer where many queries run at once.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Worker Processes"
    /// - PostgreSQL manual, section "How Parallel Query Works"
    PARALLEL_WORKERS_ABOVE_CPUS {
        postgresql: Some("PG-PLAN-008"),
        mysql: None,
        name: "parallel-workers-above-cpus",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// Some wait for a disk while others compute.
const PER_CPU_MAX: u64 = 2;
/// What a server of any size may be given without asking.
const MODEST: u64 = 8;

fn look(input: &Input<'_>) -> Answer {
    let name = "max_parallel_workers";
    let places = input.settings.count("max_worker_processes");
    let asked = input.settings.count(name).min(places);
    let Some(workers) = asked.filter(|workers| input.is_set(name) && *workers > MODEST) else {
        return Answer::QUIET;
    };
    let Some(cpus) = input.facts.cpus.get() else {
        return Answer::needs("cpus");
    };
    if workers <= u64::from(*cpus) * PER_CPU_MAX {
        return Answer::QUIET;
    }
    let message =
        format!("up to {workers} parallel workers at once, and {cpus} processors to run them");
    Found::info(message)
        .blames(input, &[name])
        .fact(
            "cpus",
            cpus.to_string(),
            input.facts.cpus.source().unwrap_or_default(),
        )
        .into()
}
