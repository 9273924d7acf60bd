//! The flags of `audit`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::flags::{FactFlags, FailOn, LoadFlags};

#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// A plimsoll.toml with [[server]] sections [default: the one of this folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Audit every server of plimsoll.toml
    #[arg(long, conflicts_with = "targets")]
    pub(crate) all: bool,
    /// Audit what the script of --script left in a file
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Vec<PathBuf>,
    /// Print a read-only script for psql or mysql, where nothing may be installed
    #[arg(long, value_enum, value_name = "CLIENT", conflicts_with_all = ["targets", "all", "from"])]
    pub(crate) script: Option<ScriptFor>,
    #[command(flatten)]
    pub(crate) facts: FactFlags,
    #[command(flatten)]
    pub(crate) load: LoadFlags,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AuditFormat,
    /// The mildest finding that ends with exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t)]
    pub(crate) fail_on: FailOn,
    /// A file whose word beats plimsoll.toml: house rules, target, accepted findings
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// Ask the rules that are off by default too
    #[arg(long)]
    pub(crate) all_rules: bool,
    /// Where a server shares its memory cgroup, add up its processes' shares of each page: 2 s at most, and dear for a large server
    #[arg(long)]
    pub(crate) pss: bool,
    /// What is known of releases, newer than what is built in (catalogue/releases.toml)
    #[arg(long, value_name = "FILE")]
    pub(crate) releases: Option<PathBuf>,
    /// Keep the audit in this folder or PostgreSQL [default: [store] of plimsoll.toml, if any]
    #[arg(long, value_name = "FOLDER|URL")]
    pub(crate) store: Option<String>,
    /// Call what is in force right: later audits say what is other
    #[arg(long, value_enum, value_name = "set")]
    pub(crate) baseline: Option<BaselineAct>,
    /// Why, for the history
    #[arg(long, value_name = "TEXT", default_value = "", requires = "baseline")]
    pub(crate) reason: String,
    /// Show only what the audit before this one did not have
    #[arg(long, value_enum, value_name = "last")]
    pub(crate) since: Option<Since>,
    /// URLs, names of plimsoll.toml, or nothing for this machine's sockets
    #[arg(value_name = "TARGET")]
    pub(crate) targets: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditFormat {
    /// For people
    #[default]
    Text,
    /// One line a finding
    Concise,
    /// For programs
    Json,
    /// One JSON object a line, for logs
    JsonLines,
    /// A summary for a meeting's notes
    Markdown,
}

/// What is done about a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BaselineAct {
    /// Set it to what is in force
    Set,
}

/// Since when something is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Since {
    /// The last audit
    Last,
}

/// The client that a script is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScriptFor {
    /// psql -X -At -f SCRIPT
    Postgresql,
    /// mysql -N -B -r --force < SCRIPT
    Mysql,
}

impl ScriptFor {
    /// The script's text.
    pub(crate) fn script(self) -> String {
        match self {
            Self::Postgresql => plimsoll_live::read::script::postgresql(),
            Self::Mysql => plimsoll_live::read::script::mysql(),
        }
    }
}
