//! In which part of its start a server parses an option, where that decides
//! what an abbreviation stands for.

use crate::catalogue::{Context, Parameter};

use super::name::Known;

/// The parts, in the server's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Before all else (`handle_early_options`).
    Early,
    /// The server's own options.
    Server,
    /// Those of its plugins, InnoDB's among them.
    Plugin,
}

impl Part {
    pub(super) const ALL: [Self; 3] = [Self::Early, Self::Server, Self::Plugin];
}

/// The part that an option belongs to. What a series takes without effect the
/// server itself passes over, whatever plugin had it once.
pub(super) fn part_of(known: &Known) -> Part {
    let parameter = known.parameter;
    if EARLY.binary_search(&parameter.name).is_ok()
        || parameter.name.starts_with("performance_schema")
    {
        Part::Early
    } else if known.span.context != Context::Ignored && is_plugins(parameter) {
        Part::Plugin
    } else {
        Part::Server
    }
}

fn is_plugins(parameter: &Parameter) -> bool {
    let own = ["innodb", "aria_", "myisam_"];
    parameter.module.is_some() || own.iter().any(|stem| parameter.name.starts_with(stem))
}

/// MariaDB's early options besides those of `performance_schema`.
const EARLY: &[&str] = &["getopt_prefix_matching", "max_connections"];
