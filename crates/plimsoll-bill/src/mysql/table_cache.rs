//! Table definitions and open instances of tables.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::limits::{table_definition_cache, table_open_cache};
use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Charges what the load's tables take in both caches.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let known = view
        .case
        .groups
        .iter()
        .filter(|group| group.sessions > 0)
        .filter_map(|group| group.relations)
        .max()
        .unwrap_or(0);
    let open = open_instances(view);
    let instance = match view.case.settings.is_on("performance_schema") {
        Some(true) => view.costs.instance_bytes + view.costs.instrumented_bytes,
        Some(false) | None => view.costs.instance_bytes,
    };
    // The definition cache is soft: what open instances use stays above it.
    let definitions = known.min(table_definition_cache(view).max(open));
    let likely = definitions
        .saturating_mul(view.costs.definition_bytes)
        .saturating_add(open.saturating_mul(instance));
    ledger.charge(
        Entry {
            what: "table caches",
            who: Who::Server,
            count: open,
            range: Range::new(times(likely, 0.8), likely, times(likely, 1.5)),
            parameters: &["table_open_cache", "table_definition_cache"],
            source: "sql_base.cc, table_cache.h: one instance a table and cache partition in use; unit costs measured with 200 to 1200 tables",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{definitions} definitions × {} + {open} open × {}",
                Bytes(view.costs.definition_bytes),
                Bytes(instance)
            )
        },
    );
}

/// Instances that stay open. `MySQL` divides the cache among partitions by
/// connection, and each opens its own; `MariaDB` starts with one partition and
/// adds more only under contention, so that sessions share instances.
fn open_instances(view: &View<'_>) -> u64 {
    let cache = table_open_cache(view);
    let partitions = if view.is_mariadb() {
        1
    } else {
        view.size("table_open_cache_instances").max(1)
    };
    let each = cache / partitions;
    view.case
        .groups
        .iter()
        .fold(0u64, |sum, group| {
            let relations = group.relations.unwrap_or(0);
            let sharing = if view.is_mariadb() {
                // An instance is held only while a statement uses it: of two
                // sessions over the same tables, about one is at any given one.
                group.sessions.min(group.sessions / 2 + 1)
            } else {
                group.sessions.min(partitions)
            };
            sum.saturating_add(relations.min(each).saturating_mul(sharing))
        })
        .min(cache)
}
