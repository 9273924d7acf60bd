//! Values that the server derives at start: table caches under the limit of open
//! files, and defaults that hang on other settings or on the machine.
//!
//! A catalogue read off a running server holds what that server derived, so a
//! value equal to the usual outcome is taken for derived.

use plimsoll_model::{InForce, Version};

use super::view::{View, size};

/// Outcomes of the derived default of `table_definition_cache`, at the default
/// table caches of 8.0 and of 5.7 (sql/mysqld.cc, `adjust_table_def_size`).
const DERIVED_DEFINITIONS: [u64; 3] = [0, 2000, 1400];
const DEFINITIONS_MAX: u64 = 2000;
const DEFINITIONS_MIN: u64 = 400;
/// Descriptors the server keeps for itself, and the fewest cached tables
/// (sql/mysqld.cc, `adjust_open_files_limit`, `adjust_table_cache_size`).
const FILES_RESERVED: u64 = 10;
const TABLES_MIN: u64 = 400;
/// Bounds of the derived `temptable_max_ram`, 3 % of the memory (8.4 manual).
const TEMPTABLE_MIN_BYTES: u64 = 1 << 30;
const TEMPTABLE_MAX_BYTES: u64 = 4 << 30;
/// Up to here the pool is one instance (8.4 manual, `innodb_buffer_pool_instances`).
const ONE_INSTANCE_BYTES: u64 = 1 << 30;

/// Open tables that the server can cache: the limit of open files leaves room
/// for two descriptors a table after the connections.
pub(crate) fn table_open_cache(view: &View<'_>) -> u64 {
    let asked = view.size("table_open_cache");
    let Some(&files) = view.case.facts.nofile.get() else {
        return asked;
    };
    let connections = view.size("max_connections");
    let wanted = asked
        .saturating_mul(2)
        .saturating_add(connections)
        .saturating_add(FILES_RESERVED);
    if files >= wanted {
        return asked;
    }
    let room = files.saturating_sub(FILES_RESERVED.saturating_add(connections)) / 2;
    room.max(TABLES_MIN).min(asked)
}

/// Table definitions that the server caches.
pub(crate) fn table_definition_cache(view: &View<'_>) -> u64 {
    let asked = view.size("table_definition_cache");
    if view.is_mariadb() || !DERIVED_DEFINITIONS.contains(&asked) {
        return asked;
    }
    (DEFINITIONS_MIN + table_open_cache(view) / 2).min(DEFINITIONS_MAX)
}

/// The cap of TempTable for the whole server.
pub(crate) fn temptable_max_ram(view: &View<'_>) -> u64 {
    if let said @ 1.. = view.size("temptable_max_ram") {
        return said;
    }
    let memory = view.case.facts.memory_bytes.get().copied().unwrap_or(0);
    (memory / 100 * 3).clamp(TEMPTABLE_MIN_BYTES, TEMPTABLE_MAX_BYTES)
}

/// Instances of `MySQL`'s pool; `MariaDB` has one since 10.5.
pub(crate) fn pool_instances(view: &View<'_>, pool_bytes: u64, chunk_bytes: u64) -> u64 {
    let asked = view.size("innodb_buffer_pool_instances");
    if pool_bytes < ONE_INSTANCE_BYTES {
        return 1;
    }
    if asked > 0 {
        return asked;
    }
    if view.series() < Version::new(8, 4) {
        return 8;
    }
    if pool_bytes <= ONE_INSTANCE_BYTES {
        return 1;
    }
    let processors = u64::from(*view.case.facts.cpus.get().unwrap_or(&4));
    (pool_bytes / chunk_bytes.max(1) / 2)
        .min(processors / 4)
        .clamp(1, 64)
}

/// The limit of `MariaDB` on a temporary table's rows. `tmp_memory_table_size`
/// is another name of `tmp_table_size`: whichever is not the default was set.
pub(crate) fn tmp_table_size(settings: &InForce) -> u64 {
    const DEFAULT_BYTES: u64 = 16 << 20;
    let (own, other) = (
        size(settings, "tmp_table_size"),
        size(settings, "tmp_memory_table_size"),
    );
    if other == 0 || other == DEFAULT_BYTES {
        own
    } else if own == DEFAULT_BYTES {
        other
    } else {
        own.min(other)
    }
}
