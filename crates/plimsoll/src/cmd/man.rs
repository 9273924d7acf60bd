//! `plimsoll man FOLDER`: a manual page a command, made from its own help.

use clap::CommandFactory;

use crate::cli::{Cli, Man};
use crate::ended::Ended;
use crate::failure::Failure;

/// Runs it.
pub(crate) fn run(arguments: &Man) -> Result<Ended, Failure> {
    let folder = &arguments.folder;
    clap_mangen::generate_to(Cli::command(), folder).map_err(|error| {
        Failure::new(format_args!(
            "{}: {error}; give a folder that is there and that you may write",
            folder.display()
        ))
    })?;
    Ok(Ended::Well)
}
