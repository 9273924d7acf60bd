//! The flags of `watch`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// The plimsoll.toml with the servers [default: the one of this folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Ask nobody: say every mistake in the configuration, with its place
    #[arg(long)]
    pub(crate) check: bool,
    /// How to write the log, to standard error
    #[arg(long, value_enum, default_value_t)]
    pub(crate) log_format: LogFormat,
}

/// How the daemon's log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// A line of text with fields
    #[default]
    Text,
    /// A JSON object a line
    Json,
}
