//! Whether `maximum-` in front of an option sets its value, where it should set a cap.

use plimsoll_model::Engine;

use crate::catalogue::Context;

use super::facts;
use super::known::Known;
use super::part::{Part, part_of};
use super::plugin;

/// Whether an option keeps its maximum where its value is, so that `maximum-`
/// sets the value: those of plugins (their own switches apart), those that are
/// no variables, and those of which the server's own list gives one address
/// twice. Switches that take no argument are set before a maximum is thought of.
///
/// Every option that `--help --verbose` of MariaDB 10.11.18 and 11.8.9 lists was
/// put to it with the prefix, as 1 and as 16384; what it then shows, and whether it
/// ends, is what is said here, machine and start apart (`chroot`, sizes that are
/// checked as InnoDB starts) and `language`, which shows nowhere what it sets.
pub(super) fn maximum_is_value(engine: Engine, known: Known) -> bool {
    if plugin::is_activation(known) {
        return false;
    }
    let name = known.parameter.name;
    let twice = ONE_ADDRESS.binary_search(&name).is_ok();
    let by_part = match part_of(&known) {
        Part::Plugin | Part::OtherPlugin | Part::WithoutEffect => true,
        Part::Early | Part::Server => false,
    };
    let no_variable = match engine {
        Engine::Mariadb => {
            known.span.context == Context::Option
                || name == "version"
                || name.starts_with("performance_schema_consumer")
        }
        Engine::Mysql | Engine::Postgresql => {
            known.span.context == Context::Option
                && !name.starts_with("performance_schema")
                && name != "validate_user_plugins"
        }
    };
    twice || by_part || no_variable || facts::takes_no_argument(engine, known)
}

/// Variables that are read as an option of the server's own list
/// (`my_long_options`), with the same address for value and maximum.
const ONE_ADDRESS: &[&str] = &[
    "autocommit",
    "binlog_do_db",
    "binlog_ignore_db",
    "binlog_optimize_thread_scheduling",
    "character_set_collations",
    "character_set_filesystem",
    "character_set_server",
    "collation_server",
    "lc_messages",
    "lc_time_names",
    "log_bin",
    "log_bin_index",
    "relay_log_index",
    "replicate_do_db",
    "replicate_do_table",
    "replicate_ignore_db",
    "replicate_ignore_table",
    "replicate_rewrite_db",
    "replicate_wild_do_table",
    "replicate_wild_ignore_table",
    "slave_parallel_mode",
    "transaction_isolation",
    "transaction_read_only",
];
