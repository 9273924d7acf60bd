//! Plimsoll's reading held against the servers' own, over seeded files: valid
//! ones and wrong ones. A disagreement is a defect of Plimsoll's until the
//! mechanism behind it is known.

mod answer;
mod dice;
mod my_cnf;
mod postgresql;
mod score;

use std::fmt;

use anyhow::{Result, bail};
use clap::Args;
use plimsoll_model::Engine;

pub(crate) use score::Score;

use crate::record::record;

/// What to run.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Options {
    /// The engine whose dialect is held against its servers.
    #[arg(value_parser = |name: &str| Engine::parse(name).ok_or("postgresql, mysql or mariadb"))]
    pub(crate) engine: Engine,
    /// Files to generate.
    #[arg(long, default_value_t = 200)]
    pub(crate) files: u64,
    /// Where the sequence begins.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Keep the result in proofs/.
    #[arg(long)]
    pub(crate) record: bool,
}

/// Runs, prints every disagreement and the closing line, and fails on any.
pub(crate) fn main(options: Options) -> Result<()> {
    let score = run(options)?;
    for disagreement in &score.disagreements {
        println!("{disagreement}\n");
    }
    println!(
        "{}: {} files ({} refused by the server, {} beyond this machine), {} questions, {} disagreements, {:.1} s",
        options.engine,
        score.files,
        score.refused,
        score.unanswered,
        score.questions,
        score.disagreements.len(),
        score.took.as_secs_f64()
    );
    if options.record {
        keep(options, &score)?;
    }
    if score.disagreements.is_empty() {
        return Ok(());
    }
    bail!("Plimsoll and the server disagree")
}

fn keep(options: Options, score: &Score) -> Result<()> {
    let engine = options.engine;
    let dialect = if engine.reads_my_cnf() {
        "my_cnf"
    } else {
        "postgresql"
    };
    let command = format!(
        "cargo xtask prove oracle {engine} --files {} --seed {}",
        options.files, options.seed
    );
    record(
        &format!("oracle-{engine}"),
        &[
            &format!("crates/plimsoll-conf/src/format/{dialect}"),
            &format!("catalogue/{engine}.toml"),
        ],
        &[
            ("command", command.into()),
            ("files", score.files.into()),
            ("refused", score.refused.into()),
            ("unanswered", score.unanswered.into()),
            ("questions", score.questions.into()),
            ("disagreements", score.disagreements.len().into()),
            ("seconds", score.took.as_secs().into()),
        ],
    )
}

/// Why the oracle could not be asked.
#[derive(Debug)]
pub(crate) struct OracleError(pub(crate) String);

impl fmt::Display for OracleError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for OracleError {}

impl From<plimsoll_lab::LabError> for OracleError {
    fn from(error: plimsoll_lab::LabError) -> Self {
        Self(error.to_string())
    }
}

/// Generates the files, asks both, compares. Stops early at
/// [`Score::DISAGREEMENTS_MAX`] disagreements.
///
/// # Errors
/// When no server of the engine is installed, or one cannot be run.
pub(crate) fn run(plan: Options) -> Result<Score, OracleError> {
    match plan.engine {
        Engine::Postgresql => postgresql::run(plan),
        Engine::Mysql | Engine::Mariadb => my_cnf::run(plan),
    }
}

#[cfg(test)]
mod tests;
