//! The commands and their flags, a file a command: what was typed, checked for form,
//! not yet looked at.

// The comments here are what --help shows: no Markdown in them.
#![allow(clippy::doc_markdown)]

mod audit;
mod bill;
mod check;
mod collect;
mod completions;
mod diagnose;
mod diff;
mod explain;
mod flags;
mod history;
mod init;
mod man;
mod settings;
mod status;
mod top;
mod watch;

use clap::{Parser, Subcommand};

pub(crate) use audit::{Audit, AuditFormat};
pub(crate) use bill::{Bill, BillFormat};
pub(crate) use check::{Check, CheckFormat, FixFlags, Require};
pub(crate) use collect::{
    Collect, CollectFlags, CollectHost, CollectK8s, CollectOf, CollectRds, Since as CollectSince,
};
pub(crate) use completions::Completions;
pub(crate) use diagnose::Diagnose;
pub(crate) use diff::Diff;
pub(crate) use explain::Explain;
pub(crate) use flags::{FactFlags, LoadFlags, Source, TextOrJson};
pub(crate) use history::History;
pub(crate) use init::Init;
pub(crate) use man::Man;
pub(crate) use settings::Settings;
pub(crate) use status::Status;
pub(crate) use top::Top;
pub(crate) use watch::{LogFormat, Watch};

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
