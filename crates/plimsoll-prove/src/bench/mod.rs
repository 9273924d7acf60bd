//! `prove bench`: what a run costs, beside what people run today.
//!
//! Ratios in one run on one machine, the two commands in turn; never a timed
//! test. It knows the commands as a user types them and nothing behind them.

mod audit;
pub(crate) mod cost;
mod crowd;
mod many;
mod spent;
mod stock;
mod tuner;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::check::Program;

/// What to measure.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// The program; without it, the one built beside this.
    #[arg(long, value_name = "FILE")]
    pub(crate) plimsoll: Option<PathBuf>,
}

/// Prints one row a comparison.
///
/// # Errors
/// When a server or a program that is compared with is there and cannot be run.
pub(crate) fn main(options: &Options) -> Result<()> {
    let plimsoll = match &options.plimsoll {
        Some(path) => Program::at(path.clone()),
        None => Program::beside_this()?,
    };
    println!("{}", cost::header());
    stock::rows(&plimsoll)?;
    tuner::rows(&plimsoll)?;
    many::row(&plimsoll)?;
    audit::rows(&plimsoll)?;
    crowd::rows(&plimsoll)
}
