//! `plimsoll completions SHELL`: what a shell needs to complete our words.

use clap::CommandFactory;

use crate::cli::{Cli, Completions};
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;

/// Runs it.
pub(crate) fn run(arguments: &Completions) -> Result<Ended, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Cli::command(),
        "plimsoll",
        &mut script,
    );
    output::result(&String::from_utf8_lossy(&script))?;
    Ok(Ended::Well)
}
