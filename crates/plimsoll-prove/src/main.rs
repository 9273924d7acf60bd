//! The proofs: real servers held against what the pure crates say.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that talks to a developer"
)]

mod oracle;

use std::process::ExitCode;

use plimsoll_model::Engine;

const USAGE: &str = "prove oracle postgresql|mysql|mariadb [--files N] [--seed S]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.split_first() {
        Some((&"oracle", rest)) => oracle_command(rest),
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

fn oracle_command(words: &[&str]) -> ExitCode {
    let Some(engine) = words.first().and_then(|name| Engine::parse(name)) else {
        return usage();
    };
    let number = |flag: &str, otherwise: u64| {
        let at = words.iter().position(|word| *word == flag);
        at.and_then(|at| words.get(at + 1)?.parse().ok())
            .unwrap_or(otherwise)
    };
    let plan = oracle::Plan {
        engine,
        files: number("--files", 200),
        seed: number("--seed", 1),
    };
    match oracle::run(plan) {
        Ok(score) => report(&score),
        Err(error) => {
            eprintln!("prove oracle: {error}");
            ExitCode::from(2)
        }
    }
}

fn report(score: &oracle::Score) -> ExitCode {
    for disagreement in &score.disagreements {
        println!("{disagreement}\n");
    }
    println!(
        "{} files ({} refused by the server), {} questions, {} disagreements, {:.1} s",
        score.files,
        score.refused,
        score.questions,
        score.disagreements.len(),
        score.took.as_secs_f64()
    );
    if score.disagreements.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
