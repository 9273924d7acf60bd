//! Sorting for ALTER TABLE and CREATE INDEX.

use plimsoll_model::{Kind, Version};

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// Of `innodb_ddl_buffer_size`: shared out to keys and to aligned file buffers
/// that are written whole, whatever there is to sort (58 MB of 64 with 20 MB of
/// rows).
const DDL_BUFFER: f64 = 0.92;
/// Of `innodb_sort_buffer_size` beside it: the log of changes made meanwhile.
const ONLINE_LOG: f64 = 0.4;
/// Buffers before `innodb_ddl_buffer_size` and on `MariaDB`: one to fill, one to
/// merge into (row0merge.cc, `row_merge_build_indexes`); 1.9 measured.
const BUFFERS: f64 = 2.0;

/// Charges InnoDB's index builds; the bound also covers a `MyISAM` or Aria table
/// rebuilt by sorting.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let threaded = !view.is_mariadb() && view.series() >= Version::new(8, 0);
    let sum = summed(view.doing(Kind::DdlSort), |doing| {
        let sort_buffer = size(doing.settings, "innodb_sort_buffer_size");
        let innodb = if threaded {
            let ddl_buffer = size(doing.settings, "innodb_ddl_buffer_size");
            times(ddl_buffer, DDL_BUFFER).saturating_add(times(sort_buffer, ONLINE_LOG))
        } else {
            times(doing.capped_bytes(sort_buffer), BUFFERS)
        };
        let isam = doing.capped_bytes(size(doing.settings, "myisam_sort_buffer_size"));
        let high = times(innodb.max(isam), 1.4).saturating_add(2 << 20);
        (innodb, high)
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "index builds",
    each: "0.92 × innodb_ddl_buffer_size + 0.4 × innodb_sort_buffer_size (MySQL from 8.0); 2 × min(rows, innodb_sort_buffer_size)",
    parameters: &[
        "innodb_sort_buffer_size",
        "innodb_ddl_buffer_size",
        "myisam_sort_buffer_size",
    ],
    source: "MySQL manual, \"Configuring Parallel Threads for Online DDL Operations\"; row0merge.cc; measured with buffers of 1 to 64 MB",
};
