//! Facts of single options that the catalogue has no column for, each as the
//! servers' sources and their own answers have it.

use plimsoll_model::Engine;

use crate::catalogue::{Kind, Parameter, Span};

/// The options of a key cache.
const OF_KEY_CACHE: [&str; 6] = [
    "key_buffer_size",
    "key_cache_age_threshold",
    "key_cache_block_size",
    "key_cache_division_limit",
    "key_cache_file_hash_size",
    "key_cache_segments",
];

/// Options that add to what they said before.
const ACCUMULATING: &[&str] = &[
    "binlog_do_db",
    "binlog_ignore_db",
    "early_plugin_load",
    "ignore_db_dirs",
    "init_file",
    "performance_schema_instrument",
    "performance_schema_consumer",
    "plugin_load_add",
    "replicate_do_db",
    "replicate_do_table",
    "replicate_ignore_db",
    "replicate_ignore_table",
    "replicate_rewrite_db",
    "replicate_wild_do_table",
    "replicate_wild_ignore_table",
];

/// Whether a variable is a key cache's.
pub(super) fn is_key_cache(name: &str) -> bool {
    OF_KEY_CACHE.contains(&name)
}

/// Whether a later value is added to an earlier one.
pub(super) fn accumulates(name: &str) -> bool {
    ACCUMULATING.contains(&name)
}

/// Whether the first value counts, not the last: the servers let nobody
/// change the user after it was set once.
pub(super) fn first_counts(name: &str) -> bool {
    name == "user"
}

/// Numbers that the parser reads as signed though they may not be negative:
/// a minus makes them their minimum and is no error.
const SIGNED: &[&str] = &[];

/// Whether a number is read as a signed one.
pub(super) fn is_signed(_engine: Engine, name: &str, span: &Span) -> bool {
    let below_zero = matches!(span.kind, Kind::Integer { min, .. } if min < 0);
    below_zero || SIGNED.binary_search(&name).is_ok() || name.starts_with("performance_schema_")
}

/// Whether a switch passes over a value that it does not understand. MariaDB's
/// plugins declare theirs so.
pub(super) fn is_strict_switch(engine: Engine, parameter: &Parameter) -> bool {
    match engine {
        Engine::Mariadb => is_innodb(parameter.name),
        Engine::Mysql | Engine::Postgresql => is_innodb(parameter.name),
    }
}

/// Whether the server can be told to choose (`autoset-`, MariaDB).
pub(super) fn is_autoset(name: &str) -> bool {
    AUTOSET.binary_search(&name).is_ok()
}

const AUTOSET: &[&str] = &["back_log", "host_cache_size"];

/// Whether a value that an option does not take stops the server. Of most
/// plugins it disables the plugin.
pub(super) fn error_stops_server(engine: Engine, parameter: &Parameter) -> bool {
    match engine {
        Engine::Mariadb => parameter.module.is_none_or(|_| is_innodb(parameter.name)),
        Engine::Mysql | Engine::Postgresql => true,
    }
}

/// Whether a name is one of InnoDB's.
pub(super) fn is_innodb(name: &str) -> bool {
    name == "innodb" || name.starts_with("innodb_")
}
