//! Plimsoll's reading held against the servers' own, over seeded files: valid
//! ones and wrong ones. A disagreement is a defect of Plimsoll's until the
//! mechanism behind it is known.

mod answer;
mod dice;
mod my_cnf;
mod score;

use std::fmt;

use plimsoll_model::Engine;

pub use score::Score;

/// What to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The dialect.
    pub engine: Engine,
    /// Files to generate.
    pub files: u64,
    /// Where the sequence begins.
    pub seed: u64,
}

/// Why the oracle could not be asked.
#[derive(Debug)]
pub struct OracleError(pub String);

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
pub fn run(plan: Plan) -> Result<Score, OracleError> {
    match plan.engine {
        Engine::Postgresql => Err(OracleError(
            "the oracle of postgresql is not built in".to_owned(),
        )),
        Engine::Mysql | Engine::Mariadb => my_cnf::run(plan),
    }
}
