//! Caches of group replication and queues of parallel replicas.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Charges what replication keeps in memory.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    group_cache(view, ledger);
    queues(view, ledger);
}

/// The group's message cache. It fills under any steady writing, and the
/// server's own structures come on top of the bytes it counts.
fn group_cache(view: &View<'_>, ledger: &mut Ledger) {
    let group = view
        .case
        .settings
        .text("group_replication_group_name")
        .is_some_and(|name| !name.is_empty());
    if !group {
        return;
    }
    let cache = view.size("group_replication_message_cache_size");
    ledger.charge(
        Entry {
            what: "group replication's message cache",
            who: Who::Server,
            count: 1,
            range: Range::new(0, cache, times(cache, 1.2)),
            parameters: &["group_replication_message_cache_size"],
            source: "MySQL manual, \"XCom Cache Management\"; not measured",
            pool: Pool::Limit,
        },
        || Bytes(cache).to_string(),
    );
}

/// Events that wait for a replica's workers. Whether a server replicates stands
/// in its tables, not in its configuration: the bound alone is charged, on
/// `MariaDB` where workers are set up, on `MySQL` where the server is read-only.
fn queues(view: &View<'_>, ledger: &mut Ledger) {
    let settings = view.case.settings;
    let most = if view.is_mariadb() {
        view.size("slave_parallel_threads")
            .saturating_mul(view.size("slave_parallel_max_queued"))
    } else if settings.is_on("read_only") == Some(true) {
        match view.size("replica_pending_jobs_size_max") {
            0 => view.size("slave_pending_jobs_size_max"),
            most => most,
        }
    } else {
        0
    };
    ledger.charge(
        Entry {
            what: "replica's queues",
            who: Who::Worker,
            count: 1,
            range: Range::new(0, 0, most),
            parameters: &[
                "slave_parallel_threads",
                "slave_parallel_max_queued",
                "replica_pending_jobs_size_max",
            ],
            source: "MySQL manual, replica_pending_jobs_size_max; MariaDB manual, slave_parallel_max_queued (for each worker); not measured",
            pool: Pool::Limit,
        },
        || format!("at most {}", Bytes(most)),
    );
}
