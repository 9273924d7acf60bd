//! Changes worth trying: one parameter, one step milder.

use super::view::size;
use crate::case::Case;
use crate::change::Change;
use crate::overlay::size_text;

/// Sizes to halve, with the floor below which halving them hurts more than it
/// saves.
const SIZES: &[(&str, u64)] = &[
    ("sort_buffer_size", 256 << 10),
    ("join_buffer_size", 128 << 10),
    ("tmp_table_size", 1 << 20),
    ("max_heap_table_size", 1 << 20),
    ("temptable_max_ram", 2 << 20),
    ("read_buffer_size", 128 << 10),
    ("mrr_buffer_size", 64 << 10),
    ("read_rnd_buffer_size", 64 << 10),
    ("binlog_cache_size", 32 << 10),
    ("bulk_insert_buffer_size", 1 << 20),
    ("group_concat_max_len", 1024),
    ("max_allowed_packet", 1 << 20),
    ("join_buffer_space_limit", 1 << 20),
    ("aria_pagecache_buffer_size", 8 << 20),
    ("key_buffer_size", 1 << 20),
    ("query_cache_size", 1 << 20),
    ("innodb_log_buffer_size", 4 << 20),
    ("innodb_sort_buffer_size", 64 << 10),
    ("group_replication_message_cache_size", 128 << 20),
];

/// Smallest pool worth proposing.
const POOL_MIN_BYTES: u64 = 64 << 20;

/// Every change of the list that its parameter has room for.
pub(crate) fn changes(case: &Case<'_>) -> Vec<Change> {
    let mut changes: Vec<Change> = SIZES
        .iter()
        .filter_map(|&(name, floor)| halved(case, name, floor))
        .collect();
    changes.extend(smaller_pool(case));
    if case.settings.is_on("performance_schema") == Some(true) {
        changes.push(Change {
            parameter: "performance_schema",
            from: "ON".to_owned(),
            to: "OFF".to_owned(),
        });
    }
    changes
}

/// The value that sessions use, half of it, not below the floor.
fn halved(case: &Case<'_>, name: &'static str, floor: u64) -> Option<Change> {
    let now = size(case.settings, name);
    let then = (now / 2).max(floor);
    (then < now).then(|| change(case, name, now, then))
}

/// A quarter off the pool, in whole megabytes.
fn smaller_pool(case: &Case<'_>) -> Option<Change> {
    let now = size(case.settings, "innodb_buffer_pool_size");
    let then = ((now / 4).saturating_mul(3) >> 20 << 20).max(POOL_MIN_BYTES);
    (then < now).then(|| change(case, "innodb_buffer_pool_size", now, then))
}

fn change(case: &Case<'_>, parameter: &'static str, now: u64, then: u64) -> Change {
    let engine = case.settings.engine;
    Change {
        parameter,
        from: size_text(engine, now),
        to: size_text(engine, then),
    }
}
