//! `prove incidents`: makes trouble on real servers and keeps what they, the
//! kernel and their clients say of it, as cases of `corpus/incidents`.
//!
//! Here is which trouble is made and what is true of it; how a log is read and
//! what causes there are is not known here.

mod app;
pub(crate) mod case;
pub(crate) mod configuration;
mod count;
mod crowd;
mod disguise;
mod keep;
mod kernel;
mod logging;
mod scenario;
mod scenarios;
mod stage;
#[cfg(test)]
mod tests;
mod wire;

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use clap::Args;
use plimsoll_lab::Installed;

use case::Case;
use scenario::Scenario;
use stage::Stage;

/// What to record.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// Only cases of this class.
    #[arg(long)]
    class: Option<String>,
    /// Only the case of this name.
    #[arg(long)]
    case: Option<String>,
    /// Only cases of this engine.
    #[arg(long)]
    engine: Option<String>,
    /// What is left to chance is drawn from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Leave out cases that are in the folder already.
    #[arg(long)]
    missing: bool,
    /// Record nothing: write what their servers were started with beside the cases that are
    /// there. Those that are held out are not touched.
    #[arg(long, conflicts_with = "missing")]
    configurations: bool,
    /// Where the cases are written, in a folder of their class.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Records what was asked for, one after the other; a scenario that did not come
/// to its trouble is told and leaves nothing.
///
/// # Errors
/// When nothing fits the choice, or some could not be recorded.
pub(crate) fn main(options: &Options) -> Result<()> {
    let chosen: Vec<&Scenario> = scenarios::all().filter(|one| options.wants(one)).collect();
    ensure!(!chosen.is_empty(), "no scenario is like that");
    if options.configurations {
        return chosen.iter().try_for_each(|one| configure(one, options));
    }
    let mut failed = Vec::new();
    for scenario in chosen {
        let began = std::time::Instant::now();
        match record(scenario, options) {
            Ok(()) => println!(
                "{}/{}: {:.1} s",
                scenario.class.as_str(),
                scenario.name,
                began.elapsed().as_secs_f64()
            ),
            Err(error) => {
                println!("{}/{}: {error:#}", scenario.class.as_str(), scenario.name);
                failed.push(scenario.name);
            }
        }
    }
    println!("{}", count::table(&case::all(&options.out)?));
    if failed.is_empty() {
        return Ok(());
    }
    bail!("not recorded: {}", failed.join(", "))
}

impl Options {
    fn wants(&self, scenario: &Scenario) -> bool {
        let is = |chosen: &Option<String>, own: &str| chosen.as_ref().is_none_or(|it| it == own);
        is(&self.class, scenario.class.as_str())
            && is(&self.case, scenario.name)
            && is(&self.engine, scenario.engine().as_str())
            && !(self.missing && self.folder(scenario).join("case.toml").exists())
    }

    fn folder(&self, scenario: &Scenario) -> PathBuf {
        self.out.join(scenario.class.as_str()).join(scenario.name)
    }
}

/// Writes the configuration of a case that is there.
fn configure(scenario: &Scenario, options: &Options) -> Result<()> {
    let folder = options.folder(scenario);
    if scenario.hold_out || !scenario.is_configured || !folder.exists() {
        return Ok(());
    }
    let version = Case::read(&folder)?.version;
    configuration::write(&folder, scenario, &version)
}

fn record(scenario: &Scenario, options: &Options) -> Result<()> {
    let installed = Installed::find(scenario.server)?;
    let mut stage = Stage::new(scenario, installed, options.seed)?;
    (scenario.trouble)(&mut stage)?;
    let folder = options.folder(scenario);
    stage.write(&folder, options.seed)?;
    let faults = Case::read(&folder)?.faults()?;
    ensure!(faults.is_empty(), "{}", faults.join("; "));
    Ok(())
}
