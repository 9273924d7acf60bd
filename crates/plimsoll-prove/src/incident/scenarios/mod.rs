//! Every scenario, one file a kind of trouble.

mod connections;
mod disk;
mod files;
mod memory_config;
mod stops;

use super::scenario::Scenario;

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Scenario> {
    [
        connections::ALL,
        disk::ALL,
        files::ALL,
        memory_config::ALL,
        stops::ALL,
    ]
    .into_iter()
    .flatten()
}
