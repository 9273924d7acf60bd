//! `prove check`: the built `plimsoll` on the two corpora of whole
//! configurations: what it says of those that run well and of those that failed.
//!
//! It knows the commands' formats and no rule: a case states what is true of
//! its configuration, and the program is run as a user would run it.

mod case;
mod marks;
mod run;
mod sum;
mod table;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use case::Case;
use marks::Marks;
use run::Judged;
pub(crate) use run::Program;

/// What to score.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// The folder that holds `healthy` and `broken`.
    #[arg(default_value = "corpus")]
    pub(crate) corpus: PathBuf,
    /// The program; without it, the one built beside this.
    #[arg(long, value_name = "FILE")]
    pub(crate) plimsoll: Option<PathBuf>,
}

/// Scores and prints.
///
/// # Errors
/// When a case cannot be read or judged, and when a configuration that runs
/// well is called critical.
pub(crate) fn main(options: &Options) -> Result<()> {
    let program = match &options.plimsoll {
        Some(path) => Program::at(path.clone()),
        None => Program::beside_this()?,
    };
    let scored = score(&options.corpus, &program)?;
    println!("{}", table::all(&scored));
    match scored.healthy.all.criticals.len() {
        0 => Ok(()),
        alarms => {
            bail!("{alarms} false alarms: a configuration that runs well was called critical")
        }
    }
}

/// The marks of a corpus, of all of it and of its two halves.
#[derive(Debug)]
pub(crate) struct Halves {
    pub(crate) all: Marks,
    /// The half that rules were written with.
    pub(crate) worked_with: Marks,
    /// The half that they were not.
    pub(crate) held_out: Marks,
}

impl Halves {
    fn of(judged: &[Judged]) -> Self {
        let half = |held: bool| Marks::of(judged.iter().filter(|one| one.case.hold_out == held));
        Self {
            all: Marks::of(judged.iter()),
            worked_with: half(false),
            held_out: half(true),
        }
    }
}

/// Both corpora's marks.
#[derive(Debug)]
pub(crate) struct Scored {
    pub(crate) healthy: Halves,
    pub(crate) broken: Halves,
}

/// Judges every case in `healthy` and `broken`.
pub(crate) fn score(corpus: &Path, program: &Program) -> Result<Scored> {
    let halves =
        |name: &str| Ok::<_, anyhow::Error>(Halves::of(&judged(&corpus.join(name), program)?));
    Ok(Scored {
        healthy: halves("healthy")?,
        broken: halves("broken")?,
    })
}

/// Every case in a folder, in the order of their names.
fn judged(folder: &Path, program: &Program) -> Result<Vec<Judged>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut folders = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    folders
        .into_iter()
        .map(|folder| program.judge(Case::read(&folder)?))
        .collect()
}
