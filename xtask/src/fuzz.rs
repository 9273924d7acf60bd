//! `cargo xtask prove fuzz [SECONDS]`: cargo-fuzz on every target at the same
//! time, and what came of it in `proofs/fuzz.json`.
//!
//! libFuzzer ends at a target's first crash, and leaves the bytes that brought
//! it about in `fuzz/artifacts`. `fuzz/seeds/TARGET` holds small inputs to begin
//! with.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::{Value, json};

use crate::run::output;

/// Seconds that each target runs unless told otherwise.
const SECONDS: u32 = 600;
const TARGETS: &[&str] = &["postgresql_conf", "my_cnf", "diagnose_log"];
/// What a change of makes the result stale.
const COVERS: &[&str] = &["crates/plimsoll-conf", "crates/plimsoll-diagnose", "fuzz"];
const PROOF: &str = "proofs/fuzz.json";

/// What one target came to.
#[derive(Debug)]
struct Fuzzed {
    target: &'static str,
    /// Inputs tried.
    executions: u64,
    crashed: bool,
}

/// Runs every target and writes the proof; fails on a crash.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let seconds = match arguments {
        [] => SECONDS,
        [seconds] => seconds
            .parse()
            .map_err(|_| format!("{seconds}: not a number of seconds"))?,
        _ => return Err("usage: cargo xtask prove fuzz [SECONDS]".to_owned()),
    };
    let mut build = fuzz("build");
    output(
        &mut build,
        "build the fuzz targets (it needs a nightly toolchain and `cargo install cargo-fuzz`)",
    )?;
    // What is committed later is not what was built.
    let mut git = Command::new("git");
    let commit = output(
        git.args(["rev-parse", "--short", "HEAD"]),
        "tell the commit",
    )?;
    let fuzzed = thread::scope(|scope| {
        let running: Vec<_> = TARGETS
            .iter()
            .map(|target| scope.spawn(move || run_target(target, seconds)))
            .collect();
        let lost = |_| Err("a thread that fuzzes was lost".to_owned());
        let ended = running.into_iter();
        ended
            .map(|target| target.join().unwrap_or_else(lost))
            .collect::<Result<Vec<_>, _>>()
    })?;
    record(commit.trim(), seconds, &fuzzed)?;
    let crashed = fuzzed.iter().filter(|fuzzed| fuzzed.crashed);
    let crashed: Vec<&str> = crashed.map(|fuzzed| fuzzed.target).collect();
    if crashed.is_empty() {
        return Ok(());
    }
    Err(format!(
        "crashes in {}: see fuzz/artifacts",
        crashed.join(", ")
    ))
}

fn fuzz(what: &str) -> Command {
    let mut command = Command::new("cargo");
    command.args(["+nightly", "fuzz", what, "--sanitizer", "none"]);
    command
}

fn run_target(target: &'static str, seconds: u32) -> Result<Fuzzed, String> {
    let failed = |error| format!("cannot fuzz {target}: {error}");
    let mut command = fuzz("run");
    command.arg(target).args(inputs(target).map_err(failed)?);
    command.args(["--", &format!("-max_total_time={seconds}")]);
    let mut running = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut executions = 0;
    for line in running
        .stderr
        .take()
        .into_iter()
        .flat_map(|said| BufReader::new(said).lines())
    {
        let line = line.map_err(failed)?;
        executions = tried(&line).unwrap_or(executions);
        eprintln!("{target}: {line}");
    }
    let status = running.wait().map_err(failed)?;
    if executions == 0 {
        return Err(format!("{target} was not fuzzed: {status}"));
    }
    Ok(Fuzzed {
        target,
        executions,
        crashed: !status.success(),
    })
}

/// Where inputs that reach something new are kept, and the seeds of a target that
/// has any: a log is not found from nothing.
fn inputs(target: &str) -> std::io::Result<Vec<String>> {
    let kept = format!("fuzz/corpus/{target}");
    std::fs::create_dir_all(&kept)?;
    let seeds = format!("fuzz/seeds/{target}");
    let has_seeds = std::fs::exists(&seeds)?;
    Ok(std::iter::once(kept)
        .chain(has_seeds.then_some(seeds))
        .collect())
}

/// The inputs tried so far, where a line of libFuzzer tells: `#4096 pulse …`,
/// and at the end `Done 5310 runs in 10 second(s)`.
fn tried(line: &str) -> Option<u64> {
    let number = line
        .strip_prefix('#')
        .or_else(|| line.strip_prefix("Done "))?;
    number.split_whitespace().next()?.parse().ok()
}

fn record(commit: &str, seconds: u32, fuzzed: &[Fuzzed]) -> Result<(), String> {
    let date = output(Command::new("date").args(["-u", "+%F"]), "tell the date")?;
    let text = proof(date.trim(), commit, seconds, fuzzed);
    std::fs::create_dir_all("proofs")
        .and_then(|()| std::fs::write(PROOF, text))
        .map_err(|error| format!("{PROOF}: {error}"))
}

/// One field a line, as `cargo xtask tidy` reads it.
fn proof(date: &str, commit: &str, seconds: u32, fuzzed: &[Fuzzed]) -> String {
    let targets: Vec<&str> = fuzzed.iter().map(|fuzzed| fuzzed.target).collect();
    let executions: Vec<u64> = fuzzed.iter().map(|fuzzed| fuzzed.executions).collect();
    let crashes = fuzzed.iter().filter(|fuzzed| fuzzed.crashed).count();
    let fields: [(&str, Value); 8] = [
        ("date", json!(date)),
        ("commit", json!(commit)),
        (
            "command",
            json!(format!("cargo xtask prove fuzz {seconds}")),
        ),
        ("seconds", json!(seconds)),
        ("targets", json!(targets)),
        ("executions", json!(executions)),
        ("crashes", json!(crashes)),
        ("covers", json!(COVERS)),
    ];
    let lines = fields.map(|(name, value)| format!("  \"{name}\": {value}"));
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libfuzzer_tells_how_many_inputs_it_tried() {
        assert_eq!(tried("#4096\tpulse  cov: 7 ft: 8"), Some(4096));
        assert_eq!(tried("Done 5310 runs in 10 second(s)"), Some(5310));
        assert_eq!(tried("INFO: Seed: 12"), None);
        assert_eq!(tried("#!x"), None);
    }

    #[test]
    fn a_proof_is_one_field_a_line() {
        let fuzzed = [Fuzzed {
            target: "my_cnf",
            executions: 7,
            crashed: true,
        }];
        let text = proof("2026-11-23", "abc1234", 10, &fuzzed);
        assert!(text.contains("\n  \"executions\": [7],\n  \"crashes\": 1,\n"));
        assert!(serde_json::from_str::<Value>(&text).is_ok());
    }
}
