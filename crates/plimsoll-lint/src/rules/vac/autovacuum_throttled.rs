//! Autovacuum that may do less than half of what it could by default.

use plimsoll_model::{Bytes, Confidence};

use super::cost::cost_a_second;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A file that sets cost limit and delay so that all autovacuum workers together may do
    /// less than half of what 12 and later let them (a limit of 200 every 2 ms); a warning
    /// where it is less than a twentieth.
    ///
    /// ## Why it matters
    ///
    /// After work worth `autovacuum_vacuum_cost_limit` a worker sleeps for
    /// `autovacuum_vacuum_cost_delay`, and the limit is shared by all workers. The old
    /// default of 20 ms, until 11, allows some 4 MB of changed pages a second for the whole
    /// server. On a table of 100 GB that is hours, in which new dead rows come; and vacuum
    /// against wraparound takes as long. The delay is often raised after a load that was
    /// blamed on autovacuum.
    ///
    /// ## Example
    ///
    /// `autovacuum_vacuum_cost_delay = 20ms`, brought along from 9.6.
    ///
    /// ## What to do instead
    ///
    /// `2ms`, the default since 12, and a higher `autovacuum_vacuum_cost_limit` on fast
    /// disks.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Vacuuming / Automatic Vacuuming" and "Cost-based Vacuum
    ///   Delay"
    /// - PostgreSQL 12 release notes (`autovacuum_vacuum_cost_delay` 20 ms becomes 2 ms)
    AUTOVACUUM_THROTTLED {
        postgresql: Some("PG-VAC-003"),
        mysql: None,
        name: "autovacuum-throttled",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// Of what the defaults allow: 200 every 2 ms.
const DEFAULT_COST: f64 = 100_000.0;
/// Bytes that a worker may dirty for a cost of one (`vacuum_cost_page_dirty` 20).
const BYTES_PER_COST: f64 = 8192.0 / 20.0;

fn look(input: &Input<'_>) -> Answer {
    let names = [
        "autovacuum_vacuum_cost_delay",
        "autovacuum_vacuum_cost_limit",
        "vacuum_cost_limit",
    ];
    let blamed: Vec<&str> = names
        .into_iter()
        .filter(|name| input.is_set(name))
        .collect();
    let Some(cost) = cost_a_second(input).filter(|_| !blamed.is_empty()) else {
        return Answer::QUIET;
    };
    if cost >= DEFAULT_COST / 2.0 {
        return Answer::QUIET;
    }
    let message = format!(
        "all autovacuum workers together may change {} a second, by default {}",
        Bytes((cost * BYTES_PER_COST) as u64),
        Bytes((DEFAULT_COST * BYTES_PER_COST) as u64)
    );
    let found = if cost < DEFAULT_COST / 20.0 {
        Found::warning(message).sure(Confidence::Medium)
    } else {
        Found::info(message)
    };
    found.blames(input, &blamed).into()
}
