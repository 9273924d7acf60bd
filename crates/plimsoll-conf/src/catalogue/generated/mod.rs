//! The tables that `cargo xtask gen` makes of `catalogue/*.toml`, one file an engine.

mod mariadb;
mod mysql;
mod postgresql;
mod releases;

use plimsoll_model::Engine;

use super::{Parameter, ReadFrom, Releases};

/// Every parameter of `engine`, sorted by name without regard to case.
pub(super) fn parameters(engine: Engine) -> &'static [Parameter] {
    match engine {
        Engine::Postgresql => postgresql::PARAMETERS,
        Engine::Mysql => mysql::PARAMETERS,
        Engine::Mariadb => mariadb::PARAMETERS,
    }
}

/// Where each series of `engine` was read from, oldest first.
pub(super) fn read_from(engine: Engine) -> &'static [ReadFrom] {
    match engine {
        Engine::Postgresql => postgresql::READ_FROM,
        Engine::Mysql => mysql::READ_FROM,
        Engine::Mariadb => mariadb::READ_FROM,
    }
}

/// What was known of the releases when this was built.
pub(super) fn releases() -> Releases {
    releases::RELEASES
}
