//! `cargo xtask`: all automation of the project, light enough to build in seconds.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that talks to a developer"
)]

mod run;
mod servers;
mod system;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((task, rest)) if task == "servers" => servers::main(rest),
        _ => Err("usage: cargo xtask servers [NAME…] [--all] [--list] [--no-install]".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::from(2)
        }
    }
}
