//! The flags of `settings`.

use std::path::PathBuf;

use clap::Args;

use super::flags::{Source, TextOrJson};

#[derive(Debug, Args)]
pub(crate) struct Settings {
    #[command(flatten)]
    pub(crate) source: Source,
    /// List the defaults of that version too
    #[arg(long)]
    pub(crate) all: bool,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}
