//! `cargo xtask bench`: what a run costs, beside what people run today.
//!
//! Ratios in one run on one machine, the two commands in turn; never a timed
//! test. CPU is what the kernel charged to the finished children.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::{cargo, output, stream};
use crate::servers;

/// Files of one run over many.
const FILES: usize = 10_000;
/// Runs of each command: enough that the kernel's tick (10 ms) is 0.1 ms of a run.
const RUNS: u32 = 100;

/// Builds for release, then prints one row a comparison.
pub(crate) fn run(_arguments: &[String]) -> Result<(), String> {
    stream(
        &mut cargo(&["build", "--release", "--quiet", "--package", "plimsoll"]),
        "build for release",
    )?;
    let plimsoll = PathBuf::from(target_folder()?).join("release/plimsoll");
    println!(
        "{:<44} {:>9} {:>9} {:>7}",
        "CPU of one cold process, mean of 100", "ours ms", "their ms", "ratio"
    );
    for name in ["postgresql-12", "postgresql-16", "postgresql-18"] {
        let server = servers::root().join(name);
        let conf = sample(&server)?;
        let folder = std::env::temp_dir().join(format!("plimsoll-bench-{}", std::process::id()));
        let data = stock_folder(&folder, &conf)?;
        let mut ours = Command::new(&plimsoll);
        ours.arg("settings").arg(data.join("postgresql.conf"));
        let mut theirs = Command::new(server.join("bin/postgres"));
        theirs.args(["-C", "shared_buffers", "-D"]).arg(&data);
        compare(
            &format!("settings of {name}'s stock file : postgres -C"),
            RUNS,
            &mut ours,
            &mut theirs,
        )?;
        let mut check = Command::new(&plimsoll);
        check
            .args(["check", "--limit", "2GiB"])
            .arg(data.join("postgresql.conf"));
        compare(
            &format!("check of {name}'s stock file : postgres -C"),
            RUNS,
            &mut check,
            &mut theirs,
        )?;
        std::fs::remove_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    many(&plimsoll)
}

/// Many stock files at once, beside reading and counting their bytes. Both once
/// before it counts: what comes off the disk is not what is compared.
fn many(plimsoll: &Path) -> Result<(), String> {
    let conf = sample(&servers::root().join("postgresql-16"))?;
    let folder = std::env::temp_dir().join(format!("plimsoll-bench-{}", std::process::id()));
    for number in 0..FILES {
        let (one, other) = (number / 100, number % 100);
        stock_folder(&folder.join(format!("{one:03}/{other:02}")), &conf)?;
    }
    let mut ours = Command::new(plimsoll);
    ours.args(["check", "--limit", "8GiB", "--format", "json"]);
    ours.arg(&folder);
    let mut theirs = Command::new("sh");
    theirs.args(["-c", "find \"$0\" -type f -exec cat {} + | wc -c"]);
    theirs.arg(&folder);
    cpu_ms(&mut ours)?;
    cpu_ms(&mut theirs)?;
    let what = format!("check of {FILES} files beside cat, one run");
    let compared = compare(&what, 1, &mut ours, &mut theirs);
    std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    compared
}

fn compare(what: &str, runs: u32, ours: &mut Command, theirs: &mut Command) -> Result<(), String> {
    let (mut ours_ms, mut theirs_ms) = (0.0, 0.0);
    for _ in 0..runs {
        ours_ms += cpu_ms(ours)?;
        theirs_ms += cpu_ms(theirs)?;
    }
    let runs = f64::from(runs);
    println!(
        "{what:<44} {:>9.2} {:>9.2} {:>7.2}",
        ours_ms / runs,
        theirs_ms / runs,
        ours_ms / theirs_ms
    );
    Ok(())
}

/// Runs it once and gives the CPU time it was charged.
fn cpu_ms(command: &mut Command) -> Result<f64, String> {
    let before = children_ticks()?;
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| format!("{command:?} did not start: {error}"))?;
    if status.code() == Some(2) {
        return Err(format!("{command:?} failed"));
    }
    Ok((children_ticks()? - before) as f64 * 10.0)
}

/// Ticks of CPU charged to this process's finished children: fields 16 and 17 of
/// /proc/self/stat (proc(5)), counted after the name's closing parenthesis.
fn children_ticks() -> Result<u64, String> {
    let stat = std::fs::read_to_string("/proc/self/stat")
        .map_err(|error| format!("/proc/self/stat: {error}"))?;
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .map(|(_, rest)| rest.split_whitespace().collect())
        .unwrap_or_default();
    let field = |index: usize| fields.get(index).and_then(|text| text.parse::<u64>().ok());
    field(13)
        .zip(field(14))
        .map(|(user, system)| user + system)
        .ok_or_else(|| "/proc/self/stat has another form here".to_owned())
}

fn target_folder() -> Result<String, String> {
    if let Ok(folder) = std::env::var("CARGO_TARGET_DIR") {
        return Ok(folder);
    }
    let root = output(
        &mut cargo(&["locate-project", "--workspace", "--message-format", "plain"]),
        "find the workspace",
    )?;
    let root = Path::new(root.trim()).parent().unwrap_or(Path::new("."));
    Ok(root.join("target").display().to_string())
}

/// The stock file of a server, wherever its package puts it.
fn sample(server: &Path) -> Result<PathBuf, String> {
    let mut find = Command::new("find");
    find.arg(server).args(["-name", "postgresql.conf.sample"]);
    let found = output(&mut find, "find the stock configuration")?;
    found
        .lines()
        .next()
        .map(PathBuf::from)
        .ok_or_else(|| format!("{} is not installed: cargo xtask servers", server.display()))
}

fn stock_folder(folder: &Path, conf: &Path) -> Result<PathBuf, String> {
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::copy(conf, folder.join("postgresql.conf")))
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder.to_owned())
}
