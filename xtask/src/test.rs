//! `cargo xtask test`: everything that must pass before a change lands, from
//! nothing: what the tests need is got first, and said.

use std::time::{Duration, Instant};

use crate::run::{cargo, stream};
use crate::{servers, tidy};

/// Runs every step in order and prints how long building and testing took.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let no_install: Vec<String> = match arguments {
        [] => Vec::new(),
        [only] if only == "--no-install" => arguments.to_vec(),
        other => return Err(format!("unknown arguments {other:?}; only --no-install")),
    };
    let getting = timed(|| servers::main(&no_install))?;
    tidy::run(&[])?;
    stream(&mut cargo(&["fmt", "--all", "--check"]), "check the layout")?;
    let building = timed(build)?;
    let testing = timed(|| {
        // The long tests start servers; one after another, so that two cores carry them.
        stream(
            &mut cargo(&["test", "--workspace", "--quiet"]),
            "pass the tests",
        )
    })?;
    println!(
        "servers {} s, build {} s, tests {} s",
        getting.as_secs(),
        building.as_secs(),
        testing.as_secs()
    );
    Ok(())
}

fn build() -> Result<(), String> {
    let lints = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ];
    stream(&mut cargo(&lints), "pass the lints")?;
    let tests = ["test", "--workspace", "--no-run", "--quiet"];
    stream(&mut cargo(&tests), "build the tests")
}

fn timed(work: impl FnOnce() -> Result<(), String>) -> Result<Duration, String> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}
