//! Many stock files at once, beside reading and counting their bytes.

use std::process::Command;

use anyhow::Result;
use plimsoll_lab::Installed;

use super::cost::{Side, compare, cpu_ms};
use super::stock;
use crate::check::Program;

/// Files of one run.
const FILES: usize = 10_000;
/// Runs of each command.
const ROUNDS: u32 = 3;

/// Prints the row. Both run once before it counts: what comes off the disk is
/// not what is compared.
pub(super) fn row(plimsoll: &Program) -> Result<()> {
    let sample = stock::sample(&Installed::find("postgresql-16")?)?;
    let folder = tempfile::Builder::new()
        .prefix("plimsoll-bench-")
        .tempdir()?;
    for number in 0..FILES {
        let (one, other) = (number / 100, number % 100);
        stock::put(&folder.path().join(format!("{one:03}/{other:02}")), &sample)?;
    }
    let mut ours = Command::new(plimsoll.path());
    ours.args(["check", "--limit", "8GiB", "--format", "json"]);
    ours.arg(folder.path());
    let mut theirs = Command::new("sh");
    theirs.args(["-c", "find \"$0\" -type f -exec cat {} + | wc -c"]);
    theirs.arg(folder.path());
    cpu_ms(&mut ours)?;
    cpu_ms(&mut theirs)?;
    let what = format!("check of {FILES} files : cat and wc");
    let row = compare(&what, ROUNDS, Side::once(ours), Side::once(theirs))?;
    println!("{row}");
    Ok(())
}
