//! Internal temporary tables of `MariaDB`: HEAP first, Aria when they outgrow it.

use plimsoll_model::{InForce, Kind, Malloc};

use crate::ledger::Ledger;
use crate::mysql::limits::tmp_table_size;
use crate::mysql::operations::{self, Words};
use crate::mysql::view::{Doing, Sum, View, size, summed, times};

/// `tmp_memory_table_size` limits the number of rows by their own length alone
/// (`sql_select.cc`, `create_tmp_table`: `max_rows`), so that a table takes more
/// than it by the engine's overhead and the index; `max_heap_table_size` counts
/// all of it.
const ROW_OVERHEAD: f64 = 1.3;
/// Pages of an Aria table and its index per byte of rows: once, and where
/// statements repeat while blocks of dropped tables wait to be reused.
const ARIA_LIKELY: f64 = 1.35;
const ARIA_HIGH: f64 = 3.0;

/// Charges the part in memory. A table that converts holds both forms for a
/// while: the HEAP form is charged in full.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sum = summed(view.doing(Kind::TempTable), |doing| one_bytes(view, doing));
    operations::charge(ledger, &WORDS, &sum);
}

/// One table in memory, likely and at most.
pub(super) fn one_bytes(view: &View<'_>, doing: &Doing<'_>) -> (u64, u64) {
    let factor = view.costs.temp_table_factor
        * match view.malloc() {
            Malloc::Jemalloc => 0.89,
            Malloc::Glibc | Malloc::Tcmalloc => 1.0,
        };
    let rows = doing.capped_bytes(limit_bytes(doing.settings));
    let high = times(rows, 1.35).saturating_add(256 << 10);
    (times(rows, factor), high)
}

/// What lands in Aria's page cache: of the tables of one statement that do not
/// fit, the one with the index, which is larger than its rows say.
pub(super) fn overflow(view: &View<'_>) -> Sum {
    summed(view.doing(Kind::TempTable), |doing| {
        let limit = limit_bytes(doing.settings);
        let tables = doing.operation.count.max(1);
        match doing.operation.operand_bytes {
            Some(rows) if rows > limit => {
                (times(rows, ARIA_LIKELY) / tables, times(rows, ARIA_HIGH))
            }
            Some(rows) if times(rows, 1.4) > limit => (0, times(rows, ARIA_HIGH) / tables),
            Some(_) | None => (0, 0),
        }
    })
}

fn limit_bytes(settings: &InForce) -> u64 {
    times(tmp_table_size(settings), ROW_OVERHEAD).min(size(settings, "max_heap_table_size"))
}

const WORDS: Words = Words {
    what: "internal temporary tables",
    each: "min(rows, 1.3 × tmp_table_size, max_heap_table_size)",
    parameters: &["tmp_table_size", "max_heap_table_size"],
    source: "sql_select.cc, create_tmp_table; heap/hp_write.c, next_free_record_pos; measured 1.00 to 1.1 a byte and table",
};
