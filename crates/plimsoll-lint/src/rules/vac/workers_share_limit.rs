//! More autovacuum workers, and no more work for all of them.

use super::cost::cost_a_second;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Twice as many `autovacuum_max_workers` as by default, or more, while all of them
    /// together may do no more than the default allows.
    ///
    /// ## Why it matters
    ///
    /// The cost limit is one for all workers, shared among those that run. With ten workers
    /// each has a tenth: more tables are in work at once, and each of them takes longer. That
    /// is the opposite of what was meant where one large table was the trouble.
    ///
    /// ## Example
    ///
    /// `autovacuum_max_workers = 10`, and nothing else.
    ///
    /// ## What to do instead
    ///
    /// Raise `autovacuum_vacuum_cost_limit` with them, by the same factor: 200 for 3 is 700
    /// for 10.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Vacuuming / Automatic Vacuuming",
    ///   `autovacuum_vacuum_cost_limit`
    /// - `AutoVacuumUpdateCostLimit` (autovacuum.c; `autovac_balance_cost` before 16)
    WORKERS_SHARE_LIMIT {
        postgresql: Some("PG-VAC-004"),
        mysql: None,
        name: "autovacuum-workers-share-limit",
        worst: Info,
        look: Look::Ask(look),
    }
}

const DEFAULT_COST: f64 = 100_000.0;
const MANY: u64 = 6;

fn look(input: &Input<'_>) -> Answer {
    let name = "autovacuum_max_workers";
    let workers = input.settings.count(name).unwrap_or(0);
    let Some(cost) = cost_a_second(input).filter(|_| workers >= MANY) else {
        return Answer::QUIET;
    };
    if cost > DEFAULT_COST {
        return Answer::QUIET;
    }
    let message = format!(
        "{workers} autovacuum workers share one cost limit, that of the default or less: \
         each is so much slower"
    );
    Found::info(message)
        .blames(input, &["autovacuum_vacuum_cost_limit", name])
        .weighs(input, "autovacuum_vacuum_cost_delay")
        .into()
}
