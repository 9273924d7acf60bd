//! `cargo xtask prove NAME`: the long runs, each with a fixed limit of time.
//!
//! Fuzzing is cargo-fuzz's ([`fuzz`]); all else is the binary `prove`, built for release.

use crate::fuzz;
use crate::run::{cargo, stream};

/// Runs the proof of that name.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    match arguments.split_first() {
        None => Err("which? bench, check, incidents, now, oracle, soak, watch, fuzz".to_owned()),
        Some((name, rest)) if name == "fuzz" => fuzz::run(rest),
        Some((name, _)) if ["now", "soak", "watch"].contains(&name.as_str()) => {
            build_plimsoll()?;
            prove(arguments)
        }
        Some(_) => prove(arguments),
    }
}

/// `cargo xtask truth`: short for `prove truth`, and with `--score` for `prove score`.
pub(crate) fn truth(arguments: &[String]) -> Result<(), String> {
    let mut words = arguments.to_vec();
    let score = words.iter().position(|word| word == "--score");
    let name = match score.map(|at| words.remove(at)) {
        Some(_) => "score",
        None => "truth",
    };
    words.insert(0, name.to_owned());
    prove(&words)
}

/// `cargo xtask score-check`: builds the program that it judges by, and short
/// for `prove check`.
pub(crate) fn score_check(arguments: &[String]) -> Result<(), String> {
    build_plimsoll()?;
    let mut words = arguments.to_vec();
    words.insert(0, "check".to_owned());
    prove(&words)
}

/// `cargo xtask score-diagnose`: short for `prove diagnosis`.
pub(crate) fn score_diagnose(arguments: &[String]) -> Result<(), String> {
    let mut words = arguments.to_vec();
    words.insert(0, "diagnosis".to_owned());
    prove(&words)
}

/// The program that a proof runs, beside the binary `prove`.
pub(crate) fn build_plimsoll() -> Result<(), String> {
    let build = ["build", "--release", "--quiet", "--package", "plimsoll"];
    stream(&mut cargo(&build), "build plimsoll")
}

/// The binary `prove`, with these words.
pub(crate) fn prove(words: &[String]) -> Result<(), String> {
    let mut command = cargo(&[
        "run",
        "--release",
        "--quiet",
        "--package",
        "plimsoll-prove",
        "--",
    ]);
    stream(command.args(words), "prove it")
}
