//! The flags of `history`.

use std::path::PathBuf;

use clap::Args;

use super::flags::TextOrJson;

#[derive(Debug, Args)]
pub(crate) struct History {
    /// The history's folder or PostgreSQL [default: as plimsoll audit]
    #[arg(long, value_name = "FOLDER|URL")]
    pub(crate) store: Option<String>,
    /// A plimsoll.toml with a [store] [default: the one of this folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,
    /// One server, by the name that audits gave it [default: all, a line each]
    #[arg(value_name = "SERVER")]
    pub(crate) server: Option<String>,
}
