//! my.cnf against `my_print_defaults` (what is read), `--help --verbose` (what
//! is in force) and `--validate-config` (what stops MySQL).

mod effect;
mod folder;
mod generate;
mod options;
mod reading;
mod server;

use std::time::Instant;

use plimsoll_lab::Installed;

use super::{Options, OracleError, Score};
use folder::Folder;

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
    let mut score = Score::default();
    let folder = Folder::new()?;
    for file in 0..plan.files {
        let server = &servers[(file % servers.len() as u64) as usize];
        reading::compare(server, &folder, plan, file, &mut score)?;
        effect::compare(server, &folder, plan, file, &mut score)?;
        score.files += 1;
        if score.is_hopeless() {
            break;
        }
    }
    score.took = started.elapsed();
    Ok(score)
}
