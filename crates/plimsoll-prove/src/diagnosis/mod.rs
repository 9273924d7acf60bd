//! `cargo xtask score-diagnose`: `plimsoll diagnose` on the incidents of the
//! corpus, whose answers are known. Cases to work with are named where they go
//! wrong; of those that are held out only sums are told.

mod answer;
mod marks;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Args;

use crate::incident::case;
use answer::Answer;
use marks::Marks;

/// What to score.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// The incidents.
    #[arg(long, value_name = "DIR", default_value = "corpus/incidents")]
    corpus: PathBuf,
    /// Incidents written after other people's outages.
    #[arg(long, value_name = "DIR", default_value = "corpus/outside")]
    outside: PathBuf,
}

/// Scores both halves, then the incidents from outside.
///
/// # Errors
/// When the corpus cannot be read or has no case.
pub(crate) fn main(options: &Options) -> Result<()> {
    let cases = case::all(&options.corpus)?;
    ensure!(!cases.is_empty(), "{}: no case", options.corpus.display());
    let recorded = cases.iter().filter(|case| case.is_recorded).count();
    println!(
        "{} cases, {recorded} of them recorded on real servers",
        cases.len()
    );
    let by_logs: Vec<Answer> = cases.iter().map(Answer::to).collect::<Result<_>>()?;
    halves(&by_logs, "");
    let with = cases.iter().filter(|case| case.is_configured()).count();
    println!("\n{with} cases have the configuration of their server beside them");
    let configured: Vec<Answer> = cases
        .iter()
        .filter(|case| case.is_configured())
        .map(Answer::configured)
        .collect::<Result<_>>()?;
    let same: Vec<&Answer> = by_logs
        .iter()
        .filter(|it| it.case.is_configured())
        .collect();
    print!("\n{}", Marks::of(&same).table("these by their logs alone"));
    halves(&configured, ", with their configurations");
    let outside = case::all(&options.outside)?;
    let outside: Vec<Answer> = outside.iter().map(Answer::to).collect::<Result<_>>()?;
    worked_with(&outside.iter().collect::<Vec<_>>(), "outside, worked with");
    Ok(())
}

/// The marks of cases that are worked with, and their misses.
fn worked_with(answers: &[&Answer<'_>], name: &str) {
    print!("\n{}", Marks::of(answers).table(name));
    answers
        .iter()
        .filter_map(|answer| answer.miss())
        .for_each(|miss| println!("  {miss}"));
}

/// The marks of both halves, with the misses of the one to work with.
fn halves(answers: &[Answer<'_>], how: &str) {
    for hold_out in [false, true] {
        let half: Vec<&Answer> = answers
            .iter()
            .filter(|answer| answer.case.hold_out == hold_out)
            .collect();
        if half.is_empty() {
            continue;
        }
        if hold_out {
            print!("\n{}", Marks::of(&half).table(&format!("held out{how}")));
        } else {
            worked_with(&half, &format!("to work with{how}"));
        }
    }
}
