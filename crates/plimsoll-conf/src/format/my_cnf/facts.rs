//! Facts of single options that the catalogue has no column for, each as the
//! servers' sources and their own answers have it.

use plimsoll_model::Engine;

use crate::catalogue::{Argument, Kind, Span};

use super::known::{Known, Prefix};

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

/// Whether a value that was added before is not added again, and an empty one
/// empties: MariaDB keeps the folders to pass over as a set (seen on 10.11 and
/// 11.8).
pub(super) fn adds_once(name: &str) -> bool {
    name == "ignore_db_dirs"
}

/// Whether the first value counts, not the last: the servers let nobody
/// change the user after it was set once.
pub(super) fn first_counts(name: &str) -> bool {
    name == "user"
}

/// Numbers that MariaDB's parser reads as signed though they may not be
/// negative: a minus makes them their minimum and is no error.
const SIGNED: &[&str] = &[
    "debug_abort_slave_event_count",
    "debug_disconnect_slave_event_count",
    "debug_max_binlog_dump_events",
    "innodb_autoinc_lock_mode",
    "performance_schema_max_digest_length",
    "performance_schema_max_sql_text_length",
    "tcp_keepalive_interval",
    "tcp_keepalive_probes",
    "tcp_keepalive_time",
];

/// Whether a number is read as a signed one.
pub(super) fn is_signed(name: &str, span: &Span) -> bool {
    let below_zero = matches!(span.kind, Kind::Integer { min, .. } if min < 0);
    below_zero || SIGNED.binary_search(&name).is_ok()
}

/// Switches that pass over a value that they do not understand, where others
/// take it for OFF: those declared to take no argument at all.
const STRICT_SWITCHES: &[&str] = &[
    "character_set_client_handshake",
    "console",
    "debug_gdb",
    "debug_no_sync",
    "debug_sporadic_binlog_dump_fail",
    "external_locking",
    "flashback",
    "getopt_prefix_matching",
    "innodb_adaptive_flushing",
    "innodb_alter_copy_bulk",
    "innodb_deadlock_detect",
    "innodb_doublewrite",
    "innodb_extend_and_initialize",
    "innodb_file_per_table",
    "innodb_flush_sync",
    "innodb_numa_interleave",
    "innodb_optimize_fulltext_only",
    "innodb_random_read_ahead",
    "innodb_use_atomic_writes",
    "innodb_use_fdatasync",
    "innodb_use_native_aio",
    "innodb_validate_tablespace_paths",
    "log_short_format",
    "memlock",
    "myisam_use_mmap",
    "old_style_user_limits",
    "replicate_same_server_id",
    "safe_user_create",
    "show_slave_auth_info",
    "silent_startup",
    "stack_trace",
    "symbolic_links",
    "sysdate_is_now",
    "temp_pool",
    "wsrep_new_cluster",
];

/// Those that one of the engines alone declares so.
const STRICT_SWITCHES_MARIADB: &[&str] = &["gdb", "help", "skip_slave_start", "verbose"];
const STRICT_SWITCHES_MYSQL: &[&str] = &[
    "allow_suspicious_udfs",
    "innodb_api_disable_rowlock",
    "innodb_api_enable_binlog",
    "innodb_api_enable_mdl",
    "innodb_buffer_pool_in_core_file",
    "innodb_force_load_corrupted",
    "show_replica_auth_info",
    "skip_grant_tables",
    "sporadic_binlog_dump_fail",
];

/// Whether a switch passes over a value that it does not understand (every
/// switch of MariaDB 10.11 and 11.8 and of MySQL 9.7 was asked).
pub(super) fn is_strict_switch(engine: Engine, name: &str) -> bool {
    let own = match engine {
        Engine::Mariadb => STRICT_SWITCHES_MARIADB,
        Engine::Mysql | Engine::Postgresql => STRICT_SWITCHES_MYSQL,
    };
    STRICT_SWITCHES.binary_search(&name).is_ok() || own.binary_search(&name).is_ok()
}

/// Whether an option is declared to take no argument, so that its value is set
/// before the parser looks at what `maximum-` and `autoset-` ask for.
pub(super) fn takes_no_argument(engine: Engine, known: Known) -> bool {
    known.span.argument == Argument::None || is_strict_switch(engine, known.parameter.name)
}

/// Whether the server can be told to choose (`autoset-`, MariaDB).
pub(super) fn is_autoset(name: &str) -> bool {
    AUTOSET.binary_search(&name).is_ok()
}

const AUTOSET: &[&str] = &[
    "back_log",
    "host_cache_size",
    "tcp_keepalive_time",
    "wsrep_gtid_mode",
];

/// `skip_name_resolve` of MySQL is off for the word OFF alone (`OPT_SKIP_RESOLVE`
/// in its `mysqld_get_one_option`; seen on 9.7.4): `=0` and `=false` turn it on.
pub(super) fn is_off_by_word_alone(engine: Engine, name: &str) -> bool {
    engine == Engine::Mysql && name == "skip_name_resolve"
}

/// `log_warnings` of MariaDB is a number like any other first, and then read
/// again by `atoi`: no suffix, no limits, and with `maximum-` too. Its bare name
/// counts one up from the 1 that it is set to first, with `maximum-` from the
/// built-in 2.
pub(super) fn by_atoi(
    engine: Engine,
    name: &str,
    value: Option<&str>,
    prefix: Option<Prefix>,
) -> Option<i128> {
    let is_maximum = match prefix {
        None => false,
        Some(Prefix::Maximum) => true,
        Some(Prefix::On | Prefix::Off) => return None,
    };
    if name != "log_warnings" || engine != Engine::Mariadb {
        return None;
    }
    let Some(text) = value else {
        return Some(if is_maximum { 3 } else { 2 });
    };
    let text = text.trim_start();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = digits.find(|c: char| !c.is_ascii_digit());
    let digits = &digits[..end.unwrap_or(digits.len())];
    let number: i64 = match digits {
        "" => 0,
        digits => digits.parse().unwrap_or(i64::MAX),
    };
    let number: i64 = if text.starts_with('-') {
        -number
    } else {
        number
    };
    // An int, kept in an unsigned long.
    Some(i128::from(i64::from(number as i32) as u64))
}
