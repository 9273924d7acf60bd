//! The flags of `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::flags::{FactFlags, FailOn, LoadFlags, Source};
use crate::typed::{ServerVersion, version};

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The version this configuration runs on today: what its upgrade would break
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(crate) from: Option<ServerVersion>,
    #[command(flatten)]
    pub(crate) facts: FactFlags,
    #[command(flatten)]
    pub(crate) load: LoadFlags,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
    /// The mildest finding that ends with exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t)]
    pub(crate) fail_on: FailOn,
    /// Findings of another day, which do not count again
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write all that is found as such a file
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Say what is other than at a revision of git: findings, the load line
    #[arg(long, value_name = "GITREV")]
    pub(crate) against: Option<String>,
    /// A file whose word beats everything in the tree: house rules, target, accepted findings
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// Ask the rules that are off by default too
    #[arg(long)]
    pub(crate) all: bool,
    /// Facts without which to end with exit code 1 (memory,version,…)
    #[arg(long, value_enum, value_name = "FACT,…", value_delimiter = ',')]
    pub(crate) require: Vec<Require>,
    #[command(flatten)]
    pub(crate) fixes: FixFlags,
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

/// What is done about what is found.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct FixFlags {
    /// Apply, in place, the fixes that change nothing a user could miss
    #[arg(long)]
    pub(crate) fix: bool,
    /// Apply also the fixes that are a trade-off
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Write nothing: show what the fixes would change, as a unified diff
    #[arg(long, conflicts_with = "format")]
    pub(crate) diff: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    #[default]
    Text,
    /// One line a finding, for editors and grep
    Concise,
    /// For programs
    Json,
    /// One JSON object a line, for logs
    JsonLines,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for CI servers
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// A summary for a pull request
    Markdown,
}

/// A fact that `--require` may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Require {
    /// A limit or the host's memory
    Memory,
    /// The server's version
    Version,
    /// Swap
    Swap,
    /// Processors
    Cpus,
    /// What the data lies on
    Storage,
    /// A load or a number of sessions
    Load,
}
