//! One large log of PostgreSQL: `diagnose` beside counting a word in it, and beside
//! pgBadger on a part of it.
//!
//! The log is made up line by line in the shape of Debian's, as a busy server with
//! `log_connections` and `log_min_duration_statement` writes it, with one fall at its
//! end; it lies in a folder of its own and is gone afterwards.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};

use super::cost::{cpu_ms, row};
use crate::check::Program;

/// The whole log.
const BYTES: u64 = 1 << 30;
/// What pgBadger is given of it; its rate is scaled to the whole.
const PART_BYTES: u64 = 50 << 20;
/// How often a process's peak is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Prints the rows.
pub(super) fn rows(plimsoll: &Program) -> Result<()> {
    let folder = tempfile::Builder::new()
        .prefix("plimsoll-bench-")
        .tempdir()?;
    let whole = folder.path().join("server.log");
    write(&whole, BYTES).context("cannot write the log")?;
    let ours = || {
        let mut command = Command::new(plimsoll.path());
        command.args(["diagnose", "--format", "json", "--log"]);
        command.arg(&whole).current_dir(folder.path());
        command
    };
    let grep = || {
        // Into a file: where its output goes nowhere, grep ends at the first line.
        let mut command = Command::new("sh");
        command.args(["-c", "exec grep -c FATAL \"$0\" >\"$1\""]);
        command.arg(&whole).arg(folder.path().join("counted"));
        command
    };
    // Both once before it counts: what comes off the disk is not what is compared.
    cpu_ms(&mut grep())?;
    let ours_ms = cpu_ms(&mut ours())?;
    println!(
        "{}",
        row(
            "diagnose of 1 GB : grep -c FATAL",
            ours_ms,
            cpu_ms(&mut grep())?
        )
    );
    println!(
        "its memory at most, MB : grep                          {:>9.2} {:>9.2}",
        peak_mb(&mut ours())?,
        peak_mb(&mut grep())?
    );
    badger(folder.path(), ours_ms)
}

/// The row beside pgBadger, or why there is none.
fn badger(folder: &Path, ours_ms: f64) -> Result<()> {
    const WHAT: &str = "diagnose of 1 GB : pgBadger (50 MB of it, times 20.48)";
    let Some(program) = on_path("pgbadger") else {
        println!("{WHAT}: not measured: Debian's package is pgbadger");
        return Ok(());
    };
    let part = folder.join("part.log");
    write(&part, PART_BYTES).context("cannot write the part")?;
    let mut theirs = Command::new(program);
    theirs.args(["-q", "-j", "1", "-f", "stderr", "-x", "text"]);
    theirs.args(["-p", "%m [%p] %q%u@%d "]);
    theirs.args(["-o", "-"]).arg(&part).current_dir(folder);
    let theirs_ms = cpu_ms(&mut theirs)? * (BYTES as f64 / PART_BYTES as f64);
    println!("{}", row(WHAT, ours_ms, theirs_ms));
    Ok(())
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut places = std::env::split_paths(&path).map(|folder| folder.join(name));
    places.find(|place| place.is_file())
}

/// Writes at least so many bytes: the everyday, and a fall behind it.
fn write(path: &Path, bytes: u64) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let (mut written, mut number) = (0_u64, 0_u64);
    while written < bytes {
        let line = line(number);
        out.write_all(line.as_bytes())?;
        written += line.len() as u64;
        number += 1;
    }
    let at = time(number);
    write!(
        out,
        "{at} [1] LOG:  server process (PID 4187) was terminated by signal 9: Killed\n\
         {at} [1] DETAIL:  Failed process was running: SELECT a FROM b ORDER BY a\n\
         {at} [1] LOG:  terminating any other active server processes\n\
         {at} [1] LOG:  all server processes terminated; reinitializing\n"
    )?;
    Ok(out.flush()?)
}

/// Forty lines a second, from one morning on.
fn time(number: u64) -> String {
    let start = 1_716_336_000_000_i64;
    let millis = start + i64::try_from(number * 25).unwrap_or(0);
    let at = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
    at.strftime("%Y-%m-%d %H:%M:%S.%3f UTC").to_string()
}

/// A line of the everyday: sessions, statements with their durations and values, a
/// checkpoint now and then, seldom an error.
fn line(number: u64) -> String {
    let at = time(number);
    let pid = 2000 + number / 7 % 30_000;
    let who = format!("[{pid}] shop@shop");
    match number % 1000 {
        0 => format!(
            "{at} [27] LOG:  checkpoint complete: wrote {} buffers (2.9%); 0 WAL file(s) added, 0 removed, 3 recycled; write=269.9 s, sync=0.01 s, total=270.0 s\n",
            number % 5000
        ),
        1 => format!(
            "{at} {who} ERROR:  duplicate key value violates unique constraint \"orders_pkey\"\n"
        ),
        2 => format!("{at} {who} DETAIL:  Key (id)=({number}) already exists.\n"),
        3 => {
            format!("{at} {who} STATEMENT:  insert into orders (id, note) values ({number}, 'a')\n")
        }
        4 if number % 50_000 == 4 => {
            format!("{at} {who} FATAL:  password authentication failed for user \"shop\"\n")
        }
        it if it % 10 == 5 => format!(
            "{at} {who} LOG:  connection authorized: user=shop database=shop application_name=web-{}\n",
            number % 12
        ),
        it if it % 10 == 6 => format!(
            "{at} {who} LOG:  disconnection: session time: 0:00:0{}.214 user=shop database=shop host=10.0.0.{} port=5{}\n",
            number % 10,
            number % 200,
            number % 1000
        ),
        _ => format!(
            "{at} {who} LOG:  duration: {}.{:03} ms  statement: select p.id, p.name, sum(o.amount) from products p join orders o on o.product_id = p.id where p.category = {} and o.day > '2024-05-{:02}' group by 1, 2 order by 3 desc limit 20\n",
            number % 900,
            number % 1000,
            number % 400,
            1 + number % 28
        ),
    }
}

/// The most a run held in memory, in megabytes.
fn peak_mb(command: &mut Command) -> Result<f64> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{command:?} did not start"))?;
    let mut peak_kb = 0;
    while child.try_wait()?.is_none() {
        peak_kb = high_water_kb(&child).unwrap_or(0).max(peak_kb);
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(peak_kb as f64 / 1024.0)
}

/// `VmHWM` (proc(5)): the kernel keeps the peak itself, so that looking seldom misses
/// only what comes at the very end.
fn high_water_kb(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{line, peak_mb, write};

    #[test]
    fn a_log_is_as_long_as_asked_and_ends_with_a_fall() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.log");
        write(&path, 300_000).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!((300_000..302_000).contains(&text.len()), "{}", text.len());
        assert!(text.ends_with("reinitializing\n"));
        for words in ["FATAL: ", "ERROR: ", "duration: ", "checkpoint complete"] {
            assert!(text.contains(words), "{words}");
        }
        assert!(line(7).starts_with("2024-05-22 00:00:00.175 UTC [2001] shop@shop LOG:  "));
    }

    #[test]
    fn what_a_process_holds_is_seen() {
        let mut command = std::process::Command::new("sleep");
        assert!(peak_mb(command.arg("0.2")).unwrap() > 0.1);
    }
}
