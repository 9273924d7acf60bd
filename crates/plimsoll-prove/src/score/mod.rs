//! `prove truth --score`: measured runs held against the model, and against the
//! formulas in use.
//!
//! A run is a line of `truth/*.jsonl`: settings, a load, and the peak that a
//! real server took under it. The model is told what a user would tell it: the
//! settings, the load, the version, whether the build has JIT.

mod marks;
mod peers;
mod picture;
mod run;
mod settings;
mod table;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use marks::{Judged, judge};
use run::Run;

/// What to score.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// Files of runs, or folders of them; without one, `truth`.
    pub(crate) paths: Vec<PathBuf>,
    /// Draws the runs into this folder, a picture an engine.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) pictures: Option<PathBuf>,
    /// A row for each workload too.
    #[arg(long)]
    pub(crate) by_workload: bool,
    /// The runs that are furthest off, so many of each server.
    #[arg(long, default_value_t = 0)]
    pub(crate) worst: usize,
    /// The bills of the runs whose names contain this.
    #[arg(long = "bill", value_name = "NAME")]
    pub(crate) bills_of: Option<String>,
}

/// Scores and prints.
pub(crate) fn main(options: &Options) -> Result<()> {
    let mut files = Vec::new();
    let default = [PathBuf::from("truth")];
    let paths = if options.paths.is_empty() {
        &default[..]
    } else {
        &options.paths
    };
    for path in paths {
        if path.is_dir() {
            let folder = std::fs::read_dir(path)
                .with_context(|| format!("cannot read the folder {}", path.display()))?;
            for entry in folder {
                files.push(entry?.path());
            }
        } else {
            files.push(path.clone());
        }
    }
    files.retain(|file| file.extension().is_some_and(|ending| ending == "jsonl"));
    files.sort();
    let mut judged = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        judged.extend(judge_all(&name, &text)?);
    }
    if judged.is_empty() {
        bail!("no run to score: give files of runs (truth/*.jsonl)");
    }
    println!("{}", table::all(&judged, options));
    if let Some(folder) = &options.pictures {
        picture::draw(&judged, folder)?;
    }
    Ok(())
}

/// The peak that the model expects of a run, told what the run's own line tells;
/// `None` for a run that says nothing.
pub(crate) fn expected_bytes(server: &str, line: &str) -> Result<Option<u64>> {
    let run = Run::read(server, line)?;
    Ok(run
        .map(judge)
        .transpose()?
        .map(|one| one.total.likely_bytes))
}

/// Judges every run of a file's text that came to its end or was killed.
pub(crate) fn judge_all(name: &str, text: &str) -> Result<Vec<Judged>> {
    let mut judged = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let place = || format!("{name}.jsonl, line {}", number + 1);
        let Some(run) = Run::read(name, line).with_context(place)? else {
            continue;
        };
        judged.push(judge(run).with_context(place)?);
    }
    Ok(judged)
}
