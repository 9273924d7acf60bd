//! What `maximum-` does to an option. `my_getopt` writes the value where the
//! option keeps its maximum: for a number of a session beside its value, for an
//! option that is declared with one place for both in the value itself, and for
//! one declared with no such place the server refuses to start.
//!
//! Seen option by option on MariaDB 10.11 and MySQL 9.7.

use plimsoll_model::Engine;

use super::facts::{is_activation, is_strict_switch};
use super::name::Known;
use super::part::{Part, part_of};
use crate::catalogue::Context;

/// Variables that are options of `my_long_options` (`mysqld.cc`) too, which keep
/// the maximum where the value is.
const IN_PLACE: &[&str] = &["autocommit", "log_bin", "log_bin_index", "relay_log_index"];
const IN_PLACE_MARIADB: &[&str] = &["binlog_optimize_thread_scheduling", "slave_parallel_mode"];
const IN_PLACE_MYSQL: &[&str] = &["transaction_isolation", "transaction_read_only"];

/// Options of `MySQL` that have no place for a maximum, though others of their
/// kind do. Two bear the names of plugins and are the server's own.
const WITHOUT: &[&str] = &[
    "innodb_native_foreign_keys",
    "performance_schema_instrument",
    "performance_schema_logger",
    "performance_schema_meter",
    "sha256_password_proxy_users",
    "skip_slave_start",
    "validate_user_plugins",
];

/// The switches of what the performance schema collects.
const CONSUMERS: &str = "performance_schema_consumer";

/// Whether `maximum-` sets an option's value: those of plugins (their own
/// switches apart), those that are no variables, switches that take no argument.
pub(super) fn is_value(engine: Engine, known: Known) -> bool {
    let name = known.parameter.name;
    let collects = name.starts_with(CONSUMERS);
    let (own, without) = match engine {
        Engine::Mysql => (IN_PLACE_MYSQL, collects || WITHOUT.contains(&name)),
        Engine::Mariadb | Engine::Postgresql => (IN_PLACE_MARIADB, false),
    };
    if without || is_activation(known) {
        return false;
    }
    let in_place = IN_PLACE.contains(&name)
        || own.contains(&name)
        || known.span.context == Context::Option
        || is_strict_switch(name);
    let by_part = match part_of(&known) {
        Part::Plugin | Part::OtherPlugin | Part::WithoutEffect => true,
        Part::Early | Part::Server => false,
    };
    collects || in_place || by_part
}
