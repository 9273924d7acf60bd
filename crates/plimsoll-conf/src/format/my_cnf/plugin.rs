//! Options of plugins: which plugins the servers start without, and what a wrong
//! option of one does to the start.

use plimsoll_model::Engine;

use crate::catalogue::{Context, Kind};

use super::known::Known;
use super::occurrence::Occurrence;

/// Beginnings of the options of the plugins that MySQL starts without, in the
/// order in which it reads them. Not among them: InnoDB, MyISAM, and the
/// accounts' `caching_sha2_password`.
pub(super) const PLUGINS: &[&str] = &[
    "archive",
    "blackhole",
    "federated",
    "ndb",
    "ngram",
    "mysqlx_cache_cleaner",
    "mysqlx",
];

/// One option of such a plugin, as written.
#[derive(Clone, Debug)]
pub(super) struct OfPlugin {
    pub(super) plugin: &'static str,
    pub(super) name: &'static str,
    pub(super) occurrence: Occurrence,
    pub(super) loose: bool,
    /// Whether the plugin stumbles over it.
    pub(super) wrong: bool,
}

impl OfPlugin {
    /// An option of a plugin that can be done without; `None` for any other.
    pub(super) fn of(
        engine: Engine,
        name: &'static str,
        loose: bool,
        occurrence: &Occurrence,
    ) -> Option<Self> {
        let plugin = dispensable(engine, name)?;
        Some(Self {
            plugin,
            name,
            occurrence: occurrence.clone(),
            loose,
            wrong: false,
        })
    }
}

/// The plugin of an option, where MySQL starts without it.
fn dispensable(engine: Engine, name: &str) -> Option<&'static str> {
    let mut plugins = PLUGINS.iter().copied();
    match engine {
        Engine::Mysql => plugins.find(|stem| name.starts_with(stem)),
        Engine::Mariadb | Engine::Postgresql => None,
    }
}

/// Whether a value that an option does not take stops the server. Of most of
/// MariaDB's plugins it disables the plugin only; without these it cannot
/// start. MySQL disables the plugin, then does not know the option that this
/// plugin left unread and ends, unless it is written with `loose-` (seen on
/// 9.7.4).
pub(super) fn error_stops_server(engine: Engine, known: Known, loose: bool) -> bool {
    let name = known.parameter.name;
    match engine {
        Engine::Mariadb => {
            let dispensable = OF_DISPENSABLE_PLUGINS
                .iter()
                .any(|stem| name.starts_with(stem));
            !dispensable && !is_activation_of_dispensable(known)
        }
        Engine::Mysql => !loose || dispensable(engine, name).is_none(),
        Engine::Postgresql => true,
    }
}

/// Whether an option turns a plugin on that the server starts without:
/// `innodb_trx` is a table of the information schema, `innodb` is the engine.
pub(super) fn is_activation_of_dispensable(known: Known) -> bool {
    const NEEDED: [&str; 6] = ["aria", "csv", "innodb", "memory", "mrg_myisam", "myisam"];
    is_activation(known) && !NEEDED.contains(&known.parameter.name)
}

/// Whether an option turns a plugin on or off.
pub(super) fn is_activation(known: Known) -> bool {
    let Kind::Enum { values, .. } = known.span.kind else {
        return false;
    };
    known.span.context == Context::Option && values.contains(&"FORCE_PLUS_PERMANENT")
}

/// Beginnings of the options of MariaDB's plugins that it starts without.
const OF_DISPENSABLE_PLUGINS: &[&str] = &[
    "binlog_checksum",
    "feedback",
    "mhnsw",
    "partition",
    "sequence",
    "thread_pool_groups",
    "thread_pool_queues",
    "thread_pool_stats",
    "thread_pool_waits",
    "unix_socket",
    "user_variables",
];
