//! `prove watch` and `prove soak`: what `plimsoll watch` costs with many servers, and
//! whether it holds out. It knows the daemon as its user does: a file, a process, a
//! page of metrics.

pub(crate) mod daemon;
mod double;
mod fleet;
mod look;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, ensure};
use clap::Args;
use serde_json::json;

use crate::check::Program;
use crate::record::record;
use fleet::Fleet;
use look::Look;

/// Time in which every target is reached and priced, before anything counts.
const WARM_MAX: Duration = Duration::from_mins(3);
/// Looks at the daemon in one run.
const LOOKS: u32 = 12;
/// What it may hold more at the end of a soak than after a quarter of it.
const GROWTH_MAX: f64 = 1.10;

/// What is watched, and how long.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// Servers in all.
    #[arg(long)]
    targets: Option<usize>,
    /// Of those, real ones; the others are doubles of one.
    #[arg(long)]
    real: Option<usize>,
    /// How long is looked on after all were reached.
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
    /// Write the result into proofs/.
    #[arg(long)]
    record: bool,
    /// The program; without it, the one built beside this.
    #[arg(long, value_name = "FILE")]
    plimsoll: Option<PathBuf>,
}

/// A thousand servers for some minutes: CPU of each part, memory, missed samples.
///
/// # Errors
/// When a server or the daemon cannot be run.
pub(crate) fn main(options: &Options) -> Result<()> {
    let run = Run::of(options, 1000, 20, 300);
    let looks = run.looks()?;
    let (first, last) = ends(&looks);
    let seconds = last.at_seconds - first.at_seconds;
    let taken = last.taken - first.taken;
    let cpu = last.daemon_cpu_seconds - first.daemon_cpu_seconds;
    println!(
        "{} targets ({} real), {seconds:.0} s: daemon {:.1} % of a core, {:.2} ms a sample of a server, {:.0} MB; \
         doubles {:.1} %; {} samples, {} missed",
        run.targets,
        run.real,
        cpu / seconds * 100.0,
        cpu * 1e3 / (last.taken_of_servers - first.taken_of_servers),
        last.resident_bytes as f64 / 1e6,
        (last.own_cpu_seconds - first.own_cpu_seconds) / seconds * 100.0,
        taken,
        last.missed - first.missed,
    );
    run.kept("watch", "cargo xtask prove watch", &looks)
}

/// An hour: nothing grows, nothing is left out.
///
/// # Errors
/// When memory grows, a sample is missed or history is dropped; the looks are printed.
pub(crate) fn soak(options: &Options) -> Result<()> {
    let run = Run::of(options, 100, 20, 3600);
    let looks = run.looks()?;
    run.kept("soak", "cargo xtask prove soak", &looks)?;
    let quarter = &looks[looks.len() / 4];
    let (first, last) = ends(&looks);
    let growth = last.resident_bytes as f64 / quarter.resident_bytes as f64;
    ensure!(growth <= GROWTH_MAX, "memory grew {growth:.2} times");
    ensure!(last.open_files <= first.open_files + 8.0, "files stay open");
    ensure!(last.missed <= first.missed, "samples were missed");
    ensure!(last.dropped <= 0.0, "history was dropped");
    Ok(())
}

fn ends(looks: &[Look]) -> (&Look, &Look) {
    (&looks[0], &looks[looks.len() - 1])
}

/// One run, with its sizes.
struct Run {
    targets: usize,
    real: usize,
    seconds: u64,
    options: Options,
}

impl Run {
    fn of(options: &Options, targets: usize, real: usize, seconds: u64) -> Self {
        let targets = options.targets.unwrap_or(targets);
        Self {
            targets,
            real: options.real.unwrap_or(real).clamp(1, targets),
            seconds: options.seconds.unwrap_or(seconds),
            options: options.clone(),
        }
    }

    fn looks(&self) -> Result<Vec<Look>> {
        let plimsoll = match &self.options.plimsoll {
            Some(path) => Program::at(path.clone()),
            None => Program::beside_this()?,
        };
        let fleet = Fleet::start(self.real, self.targets - self.real)?;
        let daemon = daemon::Daemon::start(
            &plimsoll,
            &fleet.sections(),
            "[store]\nplace = \"history.db\"\n",
        )?;
        fleet.await_all(&daemon, WARM_MAX)?;
        println!("{}", Look::header());
        let start = std::time::Instant::now();
        let step = Duration::from_secs(self.seconds) / (LOOKS - 1);
        let mut looks = Vec::new();
        for number in 0..LOOKS {
            let due = start + step * number;
            std::thread::sleep(due.saturating_duration_since(std::time::Instant::now()));
            let look = Look::at(start.elapsed(), &daemon)?;
            println!("{look}");
            looks.push(look);
        }
        daemon.stop()?;
        fleet.stop()?;
        Ok(looks)
    }

    fn kept(&self, name: &str, command: &str, looks: &[Look]) -> Result<()> {
        if !self.options.record {
            return Ok(());
        }
        let looks: Vec<_> = looks.iter().map(Look::json).collect();
        record(
            name,
            &[
                "crates/plimsoll-watch/src",
                "crates/plimsoll/src/watch",
                "crates/plimsoll-live/src/read/postgresql/sample",
            ],
            &[
                ("command", command.into()),
                ("targets", json!(self.targets)),
                ("real", json!(self.real)),
                ("seconds", json!(self.seconds)),
                ("looks", looks.into()),
            ],
        )
    }
}
