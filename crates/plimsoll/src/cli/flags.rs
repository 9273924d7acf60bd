//! The flags that several commands take.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use plimsoll_model::{Engine, Profile, Severity, Storage};

use crate::typed::{
    ServerVersion, assignment, engine, profile, size, size_or_none, storage, version,
};

/// What is read, and as what.
#[derive(Clone, Debug, Args)]
pub(crate) struct Source {
    /// The server's kind: postgresql, mysql or mariadb [default: told from the file]
    #[arg(long, value_name = "ENGINE", value_parser = engine)]
    pub(crate) engine: Option<Engine>,
    /// The server's version, as whole as you know it (16.4, 8.0.36)
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(crate) server_version: Option<ServerVersion>,
    /// A setting as on the server's command line; beats every file
    #[arg(short = 'c', value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) set: Vec<(String, String)>,
    /// Follow includes and links that leave the folder checked
    #[arg(long)]
    pub(crate) follow_outside: bool,
}

/// What is known of the host.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct FactFlags {
    /// The host's memory (8GiB)
    #[arg(long, value_name = "SIZE", allow_negative_numbers = true, value_parser = size)]
    pub(crate) memory: Option<u64>,
    /// The container's or cgroup's limit (2GiB); the smaller of the two counts
    #[arg(long, value_name = "SIZE", allow_negative_numbers = true, value_parser = size)]
    pub(crate) limit: Option<u64>,
    /// Swap the server may use (0)
    #[arg(long, value_name = "SIZE", allow_negative_numbers = true, value_parser = size_or_none)]
    pub(crate) swap: Option<u64>,
    /// Processors
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) cpus: Option<u32>,
    /// What the data lies on: ssd, hdd or network
    #[arg(long, value_name = "KIND", value_parser = storage)]
    pub(crate) storage: Option<Storage>,
    /// Take memory, limit, swap and processors of this machine where no flag says otherwise
    #[arg(long)]
    pub(crate) host: bool,
    /// Any other fact: shm_size, disk, nofile, hugepages, thp, jit, malloc, sysctl.*
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) fact: Vec<(String, String)>,
}

/// The load it is priced for.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct LoadFlags {
    /// A load file, JSON or TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) load: Option<PathBuf>,
    /// How many sessions come; scales the load's groups alike
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(0..=1 << 32))]
    pub(crate) sessions: Option<u64>,
    /// What sessions do where no load says: oltp, mixed or analytics [default: mixed]
    #[arg(long, value_name = "PROFILE", value_parser = profile)]
    pub(crate) profile: Option<Profile>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Only what a pipeline should stop on
    #[default]
    Critical,
    /// Also what is likely to hurt
    Warning,
    /// Any finding
    Info,
    /// No finding
    Never,
}

impl FailOn {
    /// The mildest severity that counts; `None`: none does.
    pub(crate) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Critical => Some(Severity::Critical),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}
