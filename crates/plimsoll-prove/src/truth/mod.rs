//! `prove truth`: starts real servers in memory cgroups without a limit, loads them, and writes
//! down the peak of what the kernel cannot take back. A share of the cases is run again under a
//! limit just below and just above what the model expects, to see whom the kernel kills.

mod bench;
mod case;
mod load;
pub(crate) mod mysql;
pub(crate) mod postgresql;
mod record;
pub(crate) mod seed;

use crate::score::expected_bytes;
use anyhow::{Context, Result, bail};
use bench::Bench;
use case::Case;
use plimsoll_lab::Installed;
use record::{Outcome, Run};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::path::PathBuf;

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Servers by name; without one, every installed PostgreSQL, MariaDB and MySQL.
    servers: Vec<String>,
    /// Cases for each server.
    #[arg(long, default_value_t = 40)]
    cases: usize,
    /// Chooses the cases.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only these workloads.
    #[arg(long, value_delimiter = ',')]
    workloads: Vec<String>,
    /// The share of cases run again at 0.9 and 1.1 times the peak that the model expects.
    #[arg(long, default_value_t = 0.0)]
    limit_share: f64,
    /// Keeps these runs apart from others, in `SERVER-SERIES.jsonl`.
    #[arg(long)]
    series: Option<String>,
    /// The folder of `SERVER.jsonl`; cases that are in it already are not run again.
    #[arg(long, default_value = "truth")]
    out: PathBuf,
}

/// The command.
pub(crate) fn main(options: &Options) -> Result<()> {
    fs::create_dir_all(&options.out)
        .with_context(|| format!("cannot make the folder {}", options.out.display()))?;
    let servers = if options.servers.is_empty() {
        Installed::all()
    } else {
        let found = options.servers.iter().map(|name| Installed::find(name));
        found.collect::<Result<_, _>>()?
    };
    if servers.is_empty() {
        bail!("no server is installed: run `cargo xtask servers`");
    }
    for server in servers {
        measure_server(&server, options)?;
    }
    Ok(())
}

/// Runs the cases of one server that its file does not have yet, and adds each to it as soon as
/// it is measured: a run that was cut off goes on where it was.
fn measure_server(installed: &Installed, options: &Options) -> Result<()> {
    let series = options.series.as_ref().map(|name| format!("-{name}"));
    let name = format!("{}{}", installed.name, series.unwrap_or_default());
    let path = options.out.join(format!("{name}.jsonl"));
    let before = fs::read_to_string(&path).unwrap_or_default();
    let whole = before.rfind('\n').map_or(0, |end| end + 1);
    let done = ids(&before[..whole]);
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    // A line that was cut off goes.
    file.set_len(whole as u64)?;
    let bench = Bench::new(installed)?;
    let mut owed = 0.0;
    for case in bench.cases(options) {
        if done.contains(&case.id) {
            continue;
        }
        let run = bench.run(&case, None)?;
        bench.report(&case, &run, &mut file)?;
        owed += options.limit_share;
        if owed >= 1.0 && run.outcome == Outcome::Ok {
            owed -= 1.0;
            measure_limits(&bench, &case, &run, &mut file)?;
        }
    }
    Ok(())
}

/// The same case again with a limit just below and just above the peak that the model expects
/// of it.
fn measure_limits(bench: &Bench<'_>, case: &Case, run: &Run, file: &mut File) -> Result<()> {
    let line = bench.record(case, run).to_string();
    let Some(expected) = expected_bytes(bench.server(), &line)? else {
        return Ok(());
    };
    for share in [0.9, 1.1] {
        let limit = (expected as f64 * share) as u64;
        let mut again = case.clone();
        again.id = format!("{}-expected-{share}", case.id);
        again.load = Some(run.load.clone());
        let run = bench.run(&again, Some(limit))?;
        bench.report(&again, &run, file)?;
    }
    Ok(())
}

fn ids(text: &str) -> BTreeSet<String> {
    let records = text.lines().map(serde_json::from_str::<serde_json::Value>);
    let id = |record: serde_json::Value| record["id"].as_str().map(str::to_owned);
    records.flatten().filter_map(id).collect()
}
