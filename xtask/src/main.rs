//! All automation of the project: one command, `cargo xtask NAME`.
//!
//! It stays light so that it builds in seconds. What is heavy (servers, loads,
//! figures) is the binary `prove`, which it builds and calls.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that talks to a developer"
)]

mod bench;
mod catalogue;
mod fuzz;
mod prove;
mod run;
mod servers;
mod system;
mod test;
mod tidy;

use std::process::ExitCode;

/// A task: its name, what it is for, and what does it.
struct Task {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const TASKS: &[Task] = &[
    Task {
        name: "test",
        about: "everything that must pass before a change lands (--no-install: name what is missing)",
        run: test::run,
    },
    Task {
        name: "tidy",
        about: "the house's rules that a program can check",
        run: tidy::run,
    },
    Task {
        name: "servers",
        about: "real database servers for tests ([NAME…] [--all] [--list] [--no-install])",
        run: servers::main,
    },
    Task {
        name: "gen",
        about: "tables of crates/plimsoll-conf from catalogue/*.toml (--check: only say whether they are stale)",
        run: catalogue::generate,
    },
    Task {
        name: "catalogue",
        about: "read parameters off servers into catalogue/*.toml and say what changed ([--check] [READING…])",
        run: catalogue::update,
    },
    Task {
        name: "bench",
        about: "ratios side by side with what people use today (--no-install: name what is missing)",
        run: bench::run,
    },
    Task {
        name: "prove",
        about: "the long runs (oracle, fuzz …), each with a limit; results in proofs/",
        run: prove::run,
    },
    Task {
        name: "truth",
        about: "measure real servers in memory cgroups; --score: the model against what was measured",
        run: prove::truth,
    },
    Task {
        name: "score-check",
        about: "recall and false alarms on corpus/healthy and corpus/broken, beside the sum of all buffers",
        run: prove::score_check,
    },
    Task {
        name: "score-diagnose",
        about: "diagnosis on corpus/incidents and corpus/outside: first cause, layers falsely cleared, calibration",
        run: prove::score_diagnose,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        eprintln!("{}", usage());
        return ExitCode::from(2);
    };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        eprintln!("xtask: no task is called {name}\n{}", usage());
        return ExitCode::from(2);
    };
    match (task.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask {name}: {why}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let lines: Vec<String> = TASKS
        .iter()
        .map(|task| format!("  cargo xtask {:<12} {}", task.name, task.about))
        .collect();
    format!("Tasks:\n{}", lines.join("\n"))
}
