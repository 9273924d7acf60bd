//! One audit of a running server beside the tools that ask it: what the client costs, and what
//! the server spends on the questions.

use anyhow::Result;
use plimsoll_lab::Instance;

use super::cost::row;
use super::spent::spent;
use super::tuner::{CHECK_POSTGRES, TUNERS, Tuner};
use crate::check::Program;
use crate::live;

/// Runs of ours: so many that the kernel's tick is small beside them.
const OURS_RUNS: u32 = 20;
/// Runs of theirs, which cost more.
const THEIR_RUNS: u32 = 3;

/// Prints two rows a tool, or why there are none.
pub(super) fn rows(plimsoll: &Program) -> Result<()> {
    for tool in TUNERS.iter().chain([&CHECK_POSTGRES]) {
        if tool.program().is_none() {
            println!("audit beside {}: not measured: {}", tool.name, tool.missing);
            continue;
        }
        let server = tool.start()?;
        beside(plimsoll, &server, tool, tool.server)?;
    }
    Ok(())
}

/// The rows of one tool on one server, in the state that `of` says.
pub(super) fn beside(plimsoll: &Program, server: &Instance, tool: &Tuner, of: &str) -> Result<()> {
    let Some(program) = tool.program() else {
        println!("audit beside {}: not measured: {}", tool.name, tool.missing);
        return Ok(());
    };
    let mut theirs = tool.asking(&program, server)?;
    let mut ours = live::audit(plimsoll, server);
    ours.args(["--fail-on", "never"]);
    let ours = spent(&mut ours, server, OURS_RUNS)?;
    let theirs = spent(&mut theirs, server, THEIR_RUNS)?;
    for (who, ours_ms, theirs_ms) in [
        ("client", ours.client_ms, theirs.client_ms),
        ("server", ours.server_ms, theirs.server_ms),
    ] {
        let what = format!("audit of {of}, {who} : {}", tool.name);
        println!("{}", row(&what, ours_ms, theirs_ms));
    }
    Ok(())
}
