//! The flags of `diff`.

use std::path::PathBuf;

use clap::Args;

use super::flags::{FactFlags, LoadFlags, Source, TextOrJson};

#[derive(Clone, Debug, Args)]
pub(crate) struct Diff {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) facts: FactFlags,
    #[command(flatten)]
    pub(crate) load: LoadFlags,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,
    /// The history that a baseline is in [default: as plimsoll audit]
    #[arg(long, value_name = "FOLDER|URL")]
    pub(crate) store: Option<String>,
    /// A file, a folder, the JSON of a parameter group, the URL of a running server, or baseline:SERVER
    #[arg(value_name = "A")]
    pub(crate) one: PathBuf,
    /// The other
    #[arg(value_name = "B")]
    pub(crate) other: PathBuf,
}
