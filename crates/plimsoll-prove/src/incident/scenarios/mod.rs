//! Every scenario, one file a kind of trouble.

mod benign;
mod connections;
mod dark;
mod disk;
mod files;
mod limits;
mod memory_config;
mod memory_config_mysql;
mod memory_other;
mod replication;
mod settings;
mod stops;

use super::scenario::Scenario;

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Scenario> {
    [
        benign::ALL,
        connections::ALL,
        dark::ALL,
        disk::ALL,
        files::ALL,
        limits::ALL,
        memory_config::ALL,
        memory_config_mysql::ALL,
        memory_other::ALL,
        replication::ALL,
        settings::ALL,
        stops::ALL,
    ]
    .into_iter()
    .flatten()
}
