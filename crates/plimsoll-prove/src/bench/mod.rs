//! `prove bench`: what a run costs, beside what people run today.
//!
//! Ratios in one run on one machine, the two commands in turn; never a timed
//! test. It knows the commands as a user types them and nothing behind them.

mod audit;
pub(crate) mod cost;
mod crowd;
mod log;
mod many;
mod spent;
mod stock;
mod tuner;
mod watch;

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Args;

use crate::check::Program;

/// What to measure.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// The program; without it, the one built beside this.
    #[arg(long, value_name = "FILE")]
    pub(crate) plimsoll: Option<PathBuf>,
    /// Only the rows of this name: stock, tuner, many, audit, crowd, log, watch.
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Option<String>,
}

/// Prints the rows of one comparison.
type Rows = fn(&Program) -> Result<()>;

/// The comparisons, in the order in which they are made.
const ROWS: [(&str, Rows); 7] = [
    ("stock", stock::rows),
    ("tuner", tuner::rows),
    ("many", many::row),
    ("audit", audit::rows),
    ("crowd", crowd::rows),
    ("log", log::rows),
    ("watch", watch::rows),
];

/// Prints one row a comparison.
///
/// # Errors
/// When a server or a program that is compared with is there and cannot be run.
pub(crate) fn main(options: &Options) -> Result<()> {
    let plimsoll = match &options.plimsoll {
        Some(path) => Program::at(path.clone()),
        None => Program::beside_this()?,
    };
    let is_wanted = |name| options.only.as_ref().is_none_or(|only| only == name);
    let rows = || ROWS.iter().filter(|(name, _)| is_wanted(*name));
    ensure!(rows().next().is_some(), "no rows are of that name");
    println!("{}", cost::header());
    rows().try_for_each(|(_, rows)| rows(&plimsoll))
}
