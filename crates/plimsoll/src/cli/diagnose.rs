//! The flags of `diagnose`.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::flags::{FactFlags, LoadFlags, Source, TextOrJson};
use crate::typed::moment;

#[derive(Debug, Args)]
pub(crate) struct Diagnose {
    /// Logs of databases, poolers, web servers, applications; told apart by content, - is standard input
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present_any = ["kernel", "events", "bundle", "history"])]
    pub(crate) log: Vec<PathBuf>,
    /// The kernel's: dmesg, kern.log, the journal
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) kernel: Vec<PathBuf>,
    /// Deploys, changes, restarts: JSON lines of plimsoll.event/1, or a git work tree, whose tags are deploys
    #[arg(long, value_name = "FILE|FOLDER", num_args = 1..)]
    pub(crate) events: Vec<PathBuf>,
    /// What plimsoll collect brought from elsewhere
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) bundle: Vec<PathBuf>,
    /// What plimsoll watch kept of this server around --at: figures, events, changes
    #[arg(long, value_name = "SERVER", requires = "at")]
    pub(crate) history: Option<String>,
    /// The history [default: as plimsoll history]
    #[arg(long, value_name = "FOLDER|URL", requires = "history")]
    pub(crate) store: Option<String>,
    /// The configuration that was in force: a file, a folder, a parameter group; its bill is evidence
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) config: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) facts: FactFlags,
    #[command(flatten)]
    pub(crate) load: LoadFlags,
    /// The moment it is about, in UTC unless it has a zone [default: the first time that something hurt]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) at: Option<Timestamp>,
    /// Also draw the time line, as SVG, into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) picture: Option<PathBuf>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,
}
