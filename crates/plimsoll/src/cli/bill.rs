//! The flags of `bill`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::flags::{FactFlags, LoadFlags, Source};

#[derive(Debug, Args)]
pub(crate) struct Bill {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) facts: FactFlags,
    #[command(flatten)]
    pub(crate) load: LoadFlags,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: BillFormat,
    /// A file, a folder, or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum BillFormat {
    /// A table
    #[default]
    Text,
    /// For programs
    Json,
    /// A picture
    Svg,
}
