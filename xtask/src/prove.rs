//! `cargo xtask prove NAME`: the long runs, each with a fixed limit of time.
//!
//! Fuzzing is cargo-fuzz's; all else is the binary `prove`, built for release.

use crate::run::{cargo, stream};

/// Seconds that each fuzz target runs unless told otherwise.
const FUZZ_SECONDS: u32 = 600;
const FUZZ_TARGETS: &[&str] = &["postgresql_conf", "my_cnf"];

/// Runs the proof of that name.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    match arguments.split_first() {
        None => Err("which? oracle, fuzz".to_owned()),
        Some((name, rest)) if name == "fuzz" => fuzz(rest),
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

fn prove(words: &[String]) -> Result<(), String> {
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

fn fuzz(arguments: &[String]) -> Result<(), String> {
    let seconds = match arguments {
        [] => FUZZ_SECONDS,
        [seconds] => seconds
            .parse()
            .map_err(|_| format!("{seconds}: not a number of seconds"))?,
        _ => return Err("usage: cargo xtask prove fuzz [SECONDS]".to_owned()),
    };
    for target in FUZZ_TARGETS {
        let limit = format!("-max_total_time={seconds}");
        let words = [
            "+nightly",
            "fuzz",
            "run",
            "--sanitizer",
            "none",
            target,
            "--",
            &limit,
        ];
        let mut command = std::process::Command::new("cargo");
        stream(
            command.args(words),
            "fuzz (it needs a nightly toolchain and `cargo install cargo-fuzz`)",
        )?;
    }
    Ok(())
}
