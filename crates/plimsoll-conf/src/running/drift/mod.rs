//! What is in force beside what is written and beside what was agreed.
//!
//! Compared typed: 8192 pages of 8 kB are 64MB. What a server works out or
//! lowers by itself is no drift, nor is what belongs to its role of the moment.

mod baseline;
mod files;
mod kept;
mod role;
mod waiting;

use std::collections::BTreeSet;

use plimsoll_model::{Config, Drift, Engine, Snapshot};

use super::Running;

pub use baseline::{agreed, from_baseline, with_agreed};
pub use role::is_of_the_role;

/// Values of the running server that its files, or what it was told to keep,
/// do not say. `files` is what was read of them, if they could be read.
pub fn drift(snapshot: &Snapshot, running: &Running, files: Option<&Config>) -> Vec<Drift> {
    match snapshot.engine {
        Engine::Postgresql => files.map_or_else(
            || waiting::pending(snapshot, running),
            |files| files::from_files(running, files),
        ),
        Engine::Mysql | Engine::Mariadb => {
            let mut drift = kept::set_at_run_time(snapshot, running, files);
            drift.extend(waiting::persisted_only(snapshot, running));
            let told: BTreeSet<String> = drift.iter().map(|it| it.parameter.clone()).collect();
            let written = files.map_or_else(Vec::new, |files| files::from_files(running, files));
            let written = written.into_iter();
            drift.extend(written.filter(|it| !told.contains(&it.parameter)));
            drift.sort_by(|one, other| one.parameter.cmp(&other.parameter));
            drift
        }
    }
}
