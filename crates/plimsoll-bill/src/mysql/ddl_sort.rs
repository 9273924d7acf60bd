//! Sorting for ALTER TABLE and CREATE INDEX.

use plimsoll_model::{Kind, Version};

use super::operations::{self, Words};
use super::view::{View, size, summed, times};
use crate::ledger::Ledger;

/// Sort buffers of one index build before `innodb_ddl_buffer_size`: one to fill
/// and a block of three to merge (row0merge.cc, `row_merge_build_indexes`).
const BUFFERS: u64 = 4;

/// Charges InnoDB's index builds; the bound also covers a `MyISAM` or Aria table
/// rebuilt by sorting.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let sum = summed(view.doing(Kind::DdlSort), |doing| {
        let innodb = if !view.is_mariadb() && view.series() >= Version::new(8, 0) {
            size(doing.settings, "innodb_ddl_buffer_size")
                .max(size(doing.settings, "innodb_sort_buffer_size").saturating_mul(2))
        } else {
            size(doing.settings, "innodb_sort_buffer_size").saturating_mul(BUFFERS)
        };
        let isam = doing.capped_bytes(size(doing.settings, "myisam_sort_buffer_size"));
        let likely = doing.capped_bytes(innodb);
        (likely, times(innodb.max(isam), 1.3))
    });
    operations::charge(ledger, &WORDS, &sum);
}

const WORDS: Words = Words {
    what: "index builds",
    each: "sort buffers of one build",
    parameters: &[
        "innodb_sort_buffer_size",
        "innodb_ddl_buffer_size",
        "myisam_sort_buffer_size",
    ],
    source: "MySQL manual, \"Configuring Parallel Threads for Online DDL Operations\"; row0merge.cc; not measured",
};
