//! Caches of group replication and queues of parallel replicas.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Charges the group's message cache. It fills under any steady writing, and
/// the server's own structures come on top of the bytes it counts.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
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
