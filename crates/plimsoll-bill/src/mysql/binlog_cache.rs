//! Transactions' parts of the binary log.

use plimsoll_model::{InForce, Kind};

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// Charges caches of transactions: those the load names, and, with the binary
/// log on, those of sessions that only say how much they write.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let each = view.costs.binlog_bytes;
    let mut sum = summed(view.doing(Kind::BinlogCache), |doing| {
        let cache = doing.capped_bytes(size(doing.settings, "binlog_cache_size"));
        let likely = cache.saturating_add(each);
        (
            likely,
            times(cache, 1.5).saturating_add(each.saturating_mul(4)),
        )
    });
    for group in &view.case.groups {
        let settings = view.case.settings_of(group);
        let named = group
            .operations
            .iter()
            .any(|operation| operation.kind == Kind::BinlogCache);
        if named || group.transaction_bytes == 0 || !logs(view.case.settings) {
            continue;
        }
        let cache = group
            .transaction_bytes
            .min(size(settings, "binlog_cache_size"));
        sum.count = sum.count.saturating_add(group.sessions);
        let all = group.sessions.saturating_mul(cache);
        sum.likely_bytes = sum.likely_bytes.saturating_add(all);
        sum.high_bytes = sum.high_bytes.saturating_add(times(all, 1.5));
    }
    operations::charge(ledger, &WORDS, &sum);
}

/// Whether the binary log is written: a name or ON.
fn logs(settings: &InForce) -> bool {
    match settings.is_on("log_bin") {
        Some(on) => on,
        None => settings
            .text("log_bin")
            .is_some_and(|name| !name.is_empty() && !name.eq_ignore_ascii_case("off")),
    }
}

const WORDS: Words = Words {
    what: "binary log caches",
    each: "min(transaction, binlog_cache_size)",
    parameters: &["binlog_cache_size"],
    source: "binlog.cc / log.cc, binlog_cache_mngr: up to binlog_cache_size in memory, then a temporary file; measured 0.98 (MariaDB) and 1.2 (MySQL) a byte",
};
