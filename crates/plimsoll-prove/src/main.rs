//! The proofs: real servers held against what the pure crates say.
//!
//! The binary behind `cargo xtask prove`, `truth`, `score-check`, `score-diagnose`, `bench` and `catalogue`, so that xtask
//! itself stays light. It never ships to a user.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that talks to a developer"
)]

mod bench;
mod catalogue;
mod check;
mod diagnosis;
mod incident;
mod live;
mod now;
mod oracle;
mod record;
mod score;
mod ticks;
mod truth;
mod watching;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Proofs on real servers.
#[derive(Debug, Parser)]
#[command(name = "prove")]
struct Arguments {
    #[command(subcommand)]
    proof: Proof,
}

#[derive(Debug, Subcommand)]
enum Proof {
    /// What a run costs, beside what people run today.
    Bench(bench::Options),
    /// Parameters as the servers here describe them, for `cargo xtask catalogue`.
    Catalogue(catalogue::Options),
    /// The judgement, on configurations that run well and on those that failed.
    Check(check::Options),
    /// Diagnosis, on the incidents of the corpus.
    Diagnosis(diagnosis::Options),
    /// Makes trouble on real servers and keeps what they and the kernel say of it.
    Incidents(incident::Options),
    /// What an audit predicts of a server at the moment, beside what is measured.
    Now(now::Options),
    /// Generated files, read by Plimsoll and by real servers.
    Oracle(oracle::Options),
    /// The memory model against measured runs, beside the formulas in use.
    Score(score::Options),
    /// Whether the daemon holds out: an hour, no growth, no gap.
    Soak(watching::Options),
    /// Measures what real servers take in memory cgroups, and writes it down.
    Truth(truth::Options),
    /// What the daemon costs with a thousand servers.
    Watch(watching::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().proof {
        Proof::Bench(options) => bench::main(&options),
        Proof::Catalogue(options) => catalogue::main(&options),
        Proof::Check(options) => check::main(&options),
        Proof::Diagnosis(options) => diagnosis::main(&options),
        Proof::Incidents(options) => incident::main(&options),
        Proof::Now(options) => now::main(&options),
        Proof::Oracle(options) => oracle::main(options),
        Proof::Score(options) => score::main(&options),
        Proof::Soak(options) => watching::soak(&options),
        Proof::Truth(options) => truth::main(&options),
        Proof::Watch(options) => watching::main(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("prove: {error:#}");
            ExitCode::from(2)
        }
    }
}
