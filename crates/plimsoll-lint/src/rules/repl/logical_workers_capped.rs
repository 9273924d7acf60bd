//! More workers for subscriptions than there are places.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_logical_replication_workers` above what `max_worker_processes` leaves beside the
    /// launcher, or `max_sync_workers_per_subscription` that takes all of them.
    ///
    /// ## Why it matters
    ///
    /// A subscription whose worker finds no place does not replicate; the log says "out of
    /// background worker slots" or "out of logical replication worker slots" again and again.
    ///
    /// ## Example
    ///
    /// `max_logical_replication_workers = 16` beside the built-in `max_worker_processes = 8`.
    ///
    /// ## What to do instead
    ///
    /// `max_worker_processes` at least one more than `max_logical_replication_workers`, and
    /// room for parallel query.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Logical Replication / Configuration Settings"
    LOGICAL_WORKERS_CAPPED {
        postgresql: Some("PG-REPL-013"),
        mysql: None,
        name: "logical-workers-capped",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let (name, copying) = (
        "max_logical_replication_workers",
        "max_sync_workers_per_subscription",
    );
    let count = |name| input.settings.count(name).unwrap_or(0);
    let (workers, places) = (count(name), count("max_worker_processes"));
    let asked = input.is_set(name) || input.is_set(copying);
    if !asked || workers == 0 {
        return Answer::QUIET;
    }
    if workers >= places {
        let message = format!(
            "{workers} workers for subscriptions and their launcher do not fit max_worker_processes = {places}"
        );
        return Found::info(message)
            .blames(input, &["max_worker_processes", name])
            .into();
    }
    let sync = count(copying);
    if sync < workers {
        return Answer::QUIET;
    }
    let message = format!(
        "{sync} workers that copy tables leave no place among {workers} for the one that follows"
    );
    Found::info(message).blames(input, &[name, copying]).into()
}
