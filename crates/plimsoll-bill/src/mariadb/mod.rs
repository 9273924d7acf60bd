//! `MariaDB`'s terms: what it has alone or does its own way; the rest it shares
//! with `MySQL`.

mod aria_pagecache;
mod join_buffer;
mod log_buffer;
mod sort;
mod temp_table;
mod transactions;

use crate::case::Case;
use crate::ledger::Ledger;
use crate::mysql;
use crate::mysql::view::View;

/// Charges everything the case takes.
pub(crate) fn charge(case: &Case<'_>, ledger: &mut Ledger) {
    let view = &View::of(case);
    mysql::startup::charge(view, ledger);
    mysql::allocator::charge(view, ledger);
    mysql::buffer_pool::charge(view, ledger);
    log_buffer::charge(view, ledger);
    mysql::key_buffer::charge(view, ledger);
    aria_pagecache::charge(view, ledger);
    mysql::query_cache::charge(view, ledger);
    mysql::performance_schema::charge(view, ledger);
    mysql::replication::charge(view, ledger);
    mysql::table_cache::charge(view, ledger);
    mysql::sessions::charge(view, ledger);
    mysql::prepared::charge(view, ledger);
    transactions::charge(view, ledger);
    sort::charge(view, ledger);
    join_buffer::charge(view, ledger);
    temp_table::charge(view, ledger);
    mysql::charge_shared_operations(view, ledger);
    mysql::spread::charge(ledger);
}
