//! Internal temporary tables of `MySQL`: TempTable with one cap for the whole
//! server, or MEMORY with one for each table.

use plimsoll_model::{Bytes, InForce, Kind, Pool, Range, Version, Who};

use super::limits::temptable_max_ram;
use super::view::{View, size, summed, times};
use crate::ledger::{Entry, Ledger};

/// Charges the rows that stay in memory. What outgrows it goes to InnoDB, whose
/// pages are in the pool and counted there (or, until 8.4, to mapped files,
/// which are page cache).
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let factor = view.costs.temp_table_factor;
    let sum = summed(view.doing(Kind::TempTable), |doing| {
        let rows = doing.capped_bytes(table_limit(view, doing.settings));
        (
            times(rows, factor),
            times(rows, 1.3).saturating_add(1 << 20),
        )
    });
    let most = server_limit(view);
    let likely = sum.likely_bytes.min(most);
    let high = sum.high_bytes.min(times(most, 1.1).max(likely));
    ledger.charge(
        Entry {
            what: "internal temporary tables",
            who: Who::Operation,
            count: sum.count,
            range: Range::new(0, likely, high),
            parameters: &[
                "tmp_table_size",
                "max_heap_table_size",
                "temptable_max_ram",
                "internal_tmp_mem_storage_engine",
            ],
            source: "MySQL manual, \"Internal Temporary Table Use in MySQL\"; temptable allocator.h: blocks up to temptable_max_ram for the whole server",
            pool: Pool::Limit,
        },
        || {
            if is_temptable(view.case.settings, view.series()) {
                format!("{} × min(rows, tmp_table_size), all within temptable_max_ram of {}", sum.count, Bytes(most))
            } else {
                format!("{} × min(rows, tmp_table_size, max_heap_table_size)", sum.count)
            }
        },
    );
}

/// TempTable came with 8.0 and obeys `tmp_table_size` from 8.0.28 on.
fn is_temptable(settings: &InForce, series: Version) -> bool {
    series >= Version::new(8, 0)
        && settings
            .text("internal_tmp_mem_storage_engine")
            .is_none_or(|engine| engine.eq_ignore_ascii_case("TempTable"))
}

fn table_limit(view: &View<'_>, settings: &InForce) -> u64 {
    let table = size(settings, "tmp_table_size");
    if is_temptable(settings, view.series()) {
        table
    } else {
        table.min(size(settings, "max_heap_table_size"))
    }
}

fn server_limit(view: &View<'_>) -> u64 {
    if is_temptable(view.case.settings, view.series()) {
        temptable_max_ram(view)
    } else {
        u64::MAX
    }
}
