//! What `maximum-` and `autoset-` make of an option: a cap on what sessions may
//! set, and the server's own choice.
//!
//! Source: `handle_options` and `setval` of both engines' `my_getopt`: a maximum
//! is set where the option's `u_max_value` points, and one that points nowhere
//! stops the server.

use plimsoll_model::{Engine, ProblemKind, Value};

use crate::catalogue::{Context, Kind};

use super::super::facts;
use super::super::name::Known;
use super::super::part::{Part, part_of};
use super::super::say;
use super::super::value::Set;
use super::Resolver;
use super::given::Given;

impl Resolver {
    /// `maximum-x`: a cap on what sessions may set, not a value. MySQL lowers a
    /// value that stands above it (seen on 9.7.4).
    pub(super) fn maximum(&mut self, given: &Given) {
        let name = given.known.parameter.name;
        let engine = self.series.engine();
        let has_cap = match given.known.span.kind {
            Kind::Integer { .. } => true,
            Kind::Enum { .. } | Kind::Set { .. } => engine == Engine::Mariadb,
            Kind::Bool | Kind::Real { .. } | Kind::FlagSet { .. } | Kind::Text => false,
        };
        if has_cap && given.known.span.context == Context::Session {
            match self.set(given) {
                Err(refused) => return self.refused(given, &refused),
                Ok(Set::Fitted(cap)) if engine == Engine::Mysql => self.lower(given, cap.given),
                Ok(_) => {}
            }
            self.note(given, ProblemKind::NotSettableHere, say::maximum(name));
            return;
        }
        let why = say::no_maximum(name);
        if given.prefixes.loose && self.dialect.folds_case {
            self.note(given, ProblemKind::NotSettableHere, why);
        } else {
            self.refuse(given, ProblemKind::NotSettableHere, why);
        }
    }

    fn lower(&mut self, given: &Given, cap: i128) {
        let standing = match self.current.get(&given.canonical) {
            Some(Value::Int(number)) => Some(*number),
            _ => given.known.span.default.and_then(|text| text.parse().ok()),
        };
        if standing.is_some_and(|standing| standing > cap) {
            self.put(given, Value::Int(cap));
        }
    }

    /// `autoset-x`: the server chooses.
    pub(super) fn autoset(&mut self, given: &Given) {
        let name = given.known.parameter.name;
        if given.value.is_some() {
            return self.refuse(given, ProblemKind::BadValue, say::takes_no_value(name));
        }
        if facts::is_autoset(name) {
            self.current.remove(&given.canonical);
            return;
        }
        let why = say::no_autoset(name);
        if given.prefixes.loose {
            self.note(given, ProblemKind::NotSettableHere, why);
        } else {
            self.refuse(given, ProblemKind::NotSettableHere, why);
        }
    }
}

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
    if facts::is_activation(known) {
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
