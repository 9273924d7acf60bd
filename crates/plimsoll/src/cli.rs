//! The commands and their flags: what was typed, checked for form, not yet
//! looked at.

// The comments here are what --help shows: no Markdown in them.
#![allow(clippy::doc_markdown)]

mod collect;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use plimsoll_model::{Bytes, Engine, Fork, Profile, Severity, Storage, Version};

pub(crate) use collect::{
    Collect, CollectFlags, CollectHost, CollectK8s, CollectOf, CollectRds, Since as CollectSince,
};

const EXIT_CODES: &str = "\
Exit codes: 0 nothing to report; 1 findings, a server that would not start, or a
bill over its limit; 2 something could not be done (one line says what).";

/// The load line for database servers: what a PostgreSQL, MySQL or MariaDB
/// configuration will take, and what in it is wrong.
#[derive(Debug, Parser)]
#[command(version, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check configuration files or folders: findings and the memory bill
    Check(Check),
    /// The memory bill and the load line alone
    Bill(Bill),
    /// What a server would have in force, and where each value comes from
    Settings(Settings),
    /// Judge running servers: all that check does, and what only they tell
    Audit(Audit),
    /// Keep watch over running servers: the daemon, its metrics and its API
    Watch(Watch),
    /// What the daemon sees now
    Status(Status),
    /// The same, live in the terminal: k9s's keys, and nothing that changes anything
    Top(Top),
    /// What audits found over time
    History(History),
    /// What differs between two of: file, folder, parameter group, running server, stored baseline
    Diff(Diff),
    /// What took a server down: ranked causes with their evidence, every layer cleared or not
    Diagnose(Diagnose),
    /// Gather what diagnose wants from a host, a pod or a managed database into one file, redacted
    Collect(Collect),
    /// One page on a rule, a parameter or a cause
    Explain(Explain),
    /// Every rule, one a line
    Rules,
    /// Write a commented plimsoll.toml beside each configuration found
    Init(Init),
    /// Completions for a shell, to standard output
    Completions(Completions),
    /// Manual pages, into a folder
    Man(Man),
}

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

#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Where the daemon listens
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:9477")]
    pub(crate) url: String,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,
    /// Names of plimsoll.toml [default: all]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Top {
    /// Where the daemon listens
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:9477")]
    pub(crate) url: String,
    /// Names of plimsoll.toml [default: all]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
}

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
    #[arg(long, value_name = "TIME", value_parser = crate::cmd::diagnose::moment)]
    pub(crate) at: Option<jiff::Timestamp>,
    /// Also draw the time line, as SVG, into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) picture: Option<PathBuf>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,
}

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

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A rule (PG-MEM-001), a parameter (work_mem) or a cause (work-mem-times-sessions)
    #[arg(value_name = "RULE|PARAMETER|CAUSE")]
    pub(crate) subject: String,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// A folder
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder, which must be there
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
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

/// A version as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ServerVersion {
    pub(crate) version: Version,
    pub(crate) fork: Fork,
}

pub(crate) fn engine(text: &str) -> Result<Engine, String> {
    Engine::parse(text).ok_or_else(|| "give postgresql, mysql or mariadb".to_owned())
}

pub(crate) fn version(text: &str) -> Result<ServerVersion, String> {
    let version = Version::parse(text)
        .ok_or_else(|| "a version begins with a number, like 16.4 or 10.11".to_owned())?;
    let fork = Fork::of(text);
    Ok(ServerVersion { version, fork })
}

pub(crate) fn size(text: &str) -> Result<u64, String> {
    match size_or_none(text)? {
        0 => Err("0 bytes is no limit; leave it out where there is none".to_owned()),
        bytes => Ok(bytes),
    }
}

pub(crate) fn size_or_none(text: &str) -> Result<u64, String> {
    let bytes = Bytes::parse(text).map(|size| size.0);
    bytes.ok_or_else(|| "give a size like 2GiB, 512MB or a number of bytes".to_owned())
}

pub(crate) fn storage(text: &str) -> Result<Storage, String> {
    match text {
        "ssd" => Ok(Storage::Ssd),
        "hdd" => Ok(Storage::Hdd),
        "network" => Ok(Storage::Network),
        _ => Err("give ssd, hdd or network".to_owned()),
    }
}

pub(crate) fn profile(text: &str) -> Result<Profile, String> {
    Profile::ALL
        .into_iter()
        .find(|profile| profile.as_str() == text)
        .ok_or_else(|| "give oltp, mixed or analytics".to_owned())
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "give it as NAME=VALUE".to_owned())?;
    let name = name.trim();
    if name.is_empty() {
        return Err("there is no name before the `=`".to_owned());
    }
    Ok((name.to_owned(), value.trim().to_owned()))
}
