//! In which part of its start a server parses an option, where that decides
//! what an abbreviation or a prefix stands for.

use crate::catalogue::{Context, Parameter};

use super::known::Known;
use super::plugin;

/// The parts, in the server's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Before all else (`handle_early_options`).
    Early,
    /// The server's own options.
    Server,
    /// Those of the plugins that it needs, InnoDB's among them.
    Plugin,
    /// The switches of all other plugins, one plugin after the other.
    OtherPlugin,
    /// What is taken without effect: looked at when nobody else knew the name
    /// (`server_i` is `server_id`, for all of MySQL's `server_id_bits`; seen on
    /// 10.11 and 11.8).
    WithoutEffect,
}

impl Part {
    pub(super) const ALL: [Self; 5] = [
        Self::Early,
        Self::Server,
        Self::Plugin,
        Self::OtherPlugin,
        Self::WithoutEffect,
    ];
}

/// The part that an option belongs to.
pub(super) fn part_of(known: &Known) -> Part {
    let parameter = known.parameter;
    if known.span.context == Context::Ignored {
        Part::WithoutEffect
    } else if EARLY.binary_search(&parameter.name).is_ok()
        || parameter.name.starts_with("performance_schema")
    {
        Part::Early
    } else if plugin::is_activation_of_dispensable(*known) {
        Part::OtherPlugin
    } else if is_plugins(parameter) {
        Part::Plugin
    } else {
        Part::Server
    }
}

fn is_plugins(parameter: &Parameter) -> bool {
    let own = [
        "aria_",
        "caching_sha2_password_",
        "innodb",
        "mhnsw_",
        "myisam_",
        "mysqlx_",
        "ngram_",
        "sha256_password_",
    ];
    let by_name = own.iter().any(|stem| parameter.name.starts_with(stem));
    let of_server = OF_SERVER.contains(&parameter.name);
    parameter.module.is_some() || (by_name && !of_server)
}

/// MySQL's own variables that are named like a plugin's (`sys_vars.cc`; seen on
/// 9.7.4: no maximum can be set of them, as of a plugin's it can).
const OF_SERVER: &[&str] = &["innodb_native_foreign_keys", "sha256_password_proxy_users"];

/// MariaDB's early options besides those of `performance_schema`.
const EARLY: &[&str] = &["getopt_prefix_matching", "max_connections"];
