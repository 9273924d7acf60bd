//! my.cnf against `my_print_defaults` (what is read), `--help --verbose` (what
//! is in force) and `--validate-config` (what stops MySQL).
//!
//! A reading costs the server's tools milliseconds, a start of the server a
//! hundred times that: every file of the plan is read, and one in
//! [`STARTED_ONE_IN`] goes with a file of many settings that a server takes in
//! one start.

mod effect;
mod folder;
mod generate;
mod options;
mod reading;
mod server;
#[cfg(test)]
mod stock;

use std::thread;
use std::time::Instant;

use plimsoll_lab::Installed;

use super::{Options, OracleError, Score};
use folder::Folder;

/// Files asked about at the same time: a question is mostly waiting for a
/// process to be made.
const THREADS: u64 = 4;
/// How many files are read for each whose values are asked for.
const STARTED_ONE_IN: u64 = 20;

/// Every file of the plan against every installed server of the engine in
/// turn.
pub(crate) fn run(plan: Options) -> Result<Score, OracleError> {
    let servers: Vec<Installed> = Installed::all()
        .into_iter()
        .filter(|server| server.engine == plan.engine)
        .collect();
    if servers.is_empty() {
        return Err(OracleError(format!(
            "no {} is installed: cargo xtask servers",
            plan.engine.title()
        )));
    }
    let started = Instant::now();
    let servers = &servers;
    let parts = thread::scope(|scope| {
        let workers = (0..THREADS).map(|worker| scope.spawn(move || part(plan, servers, worker)));
        let workers: Vec<_> = workers.collect();
        let joined = workers.into_iter().map(|worker| {
            let lost = |_| Err(OracleError("a thread of the oracle was lost".to_owned()));
            worker.join().unwrap_or_else(lost)
        });
        joined.collect::<Result<Vec<_>, _>>()
    })?;
    let mut score = Score::default();
    for part in parts {
        score.add(part);
    }
    score.took = started.elapsed();
    Ok(score)
}

/// The files that one thread asks about.
fn part(plan: Options, servers: &[Installed], worker: u64) -> Result<Score, OracleError> {
    let mut score = Score::default();
    let folder = Folder::new(worker)?;
    for file in (worker..plan.files).step_by(THREADS as usize) {
        let turn = file / THREADS;
        let server = &servers[(turn % servers.len() as u64) as usize];
        reading::compare(server, &folder, plan, file, &mut score)?;
        if turn.is_multiple_of(STARTED_ONE_IN) {
            let started = turn / STARTED_ONE_IN;
            let server = &servers[(started % servers.len() as u64) as usize];
            effect::compare(server, &folder, plan, file, &mut score)?;
        }
        score.files += 1;
        if score.is_hopeless() {
            break;
        }
    }
    Ok(score)
}
