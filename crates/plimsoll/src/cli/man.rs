//! The flags of `man`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder, which must be there
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
}
