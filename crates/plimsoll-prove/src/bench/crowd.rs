//! One audit of a server with many sessions and large buffers: its time, its CPU, and how long
//! another session waits meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use plimsoll_lab::{Installed, Instance, Server, Session};
use serde_json::Value;

use super::audit::beside;
use super::tuner::TUNERS;
use crate::check::Program;
use crate::live;

/// Sessions that wait.
const SESSIONS: usize = 250;
/// Buffers that are touched, and what must be free for them and the rest, in GB.
const BUFFERS_GB: u64 = 8;
const FREE_GB: u64 = 12;
/// Statements of a session while nobody audits.
const ALONE: u32 = 10_000;
/// Runs of each.
const RUNS: u32 = 5;

/// Prints the rows, or why there are none.
pub(super) fn rows(plimsoll: &Program) -> Result<()> {
    let of = format!("{SESSIONS} sessions, {BUFFERS_GB} GB");
    let free_gb = available_bytes()? >> 30;
    if free_gb < FREE_GB {
        println!("audit of {of}: not measured: {free_gb} GB of memory are free, {FREE_GB} needed");
        return Ok(());
    }
    let server = crowded()?;
    let held: Vec<Session> = (0..SESSIONS)
        .map(|_| waiting(&server))
        .collect::<Result<_>>()?;
    let alone = slowest(&server, |count| count >= ALONE)?;
    let start = Instant::now();
    let beside_it = slowest_while(&server, || audits(plimsoll, &server))?;
    let wall = start.elapsed() / RUNS;
    println!(
        "audit of {of}: {:.0} ms of time; the slowest SELECT 1 beside it {:.1} ms, without {:.1} ms",
        wall.as_secs_f64() * 1e3,
        beside_it.as_secs_f64() * 1e3,
        alone.as_secs_f64() * 1e3,
    );
    beside(plimsoll, &server, &TUNERS[0], &of)?;
    drop(held);
    Ok(())
}

fn audits(plimsoll: &Program, server: &Instance) -> Result<()> {
    let mut said = Value::Null;
    for _ in 0..RUNS {
        said = live::audited(plimsoll, server)?;
        if said["now"]["sessions"].as_u64() < Some(SESSIONS as u64) {
            bail!("the audit saw other sessions: {}", said["now"]);
        }
    }
    println!(
        "audit of {SESSIONS} sessions, {BUFFERS_GB} GB: predicted {}, measured {} bytes",
        said["now"]["predicted"]["likely_bytes"], said["now"]["measured_bytes"],
    );
    Ok(())
}

/// A server whose buffers are all in use.
fn crowded() -> Result<Instance> {
    let server = Server::new(&Installed::find("postgresql-15")?)
        .set("shared_buffers", format!("{BUFFERS_GB}GB"))
        .set("max_connections", "300")
        .set("wal_level", "minimal")
        .set("max_wal_senders", "0")
        .set("max_wal_size", "40GB")
        .set("autovacuum", "off")
        .start()?;
    // A row a page, so that little is written to fill many.
    server.session()?.query(&format!(
        "create unlogged table filler (pad text) with (fillfactor = 10); \
         alter table filler alter pad set storage plain; \
         insert into filler select repeat('x', 7000) from generate_series(1, {})",
        (BUFFERS_GB << 30) / 8192
    ))?;
    Ok(server)
}

fn waiting(server: &Instance) -> Result<Session> {
    let mut session = server.session()?;
    session.query("select count(*) from pg_class")?;
    Ok(session)
}

/// How long the slowest of a session's statements took while that was done.
fn slowest_while(server: &Instance, done: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| slowest(server, |_| is_over.load(Ordering::Relaxed)));
        let outcome = done();
        is_over.store(true, Ordering::Relaxed);
        let slowest = asking.join().ok().context("a session failed")?;
        outcome.and(slowest)
    })
}

/// How long the slowest of a session's statements took, until it is enough of them.
fn slowest(server: &Instance, is_enough: impl Fn(u32) -> bool) -> Result<Duration> {
    let mut session = server.session()?;
    let mut slowest = Duration::ZERO;
    let mut count = 0;
    while !is_enough(count) {
        let start = Instant::now();
        session.query("select 1")?;
        slowest = slowest.max(start.elapsed());
        count += 1;
    }
    Ok(slowest)
}

fn available_bytes() -> Result<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").context("cannot read /proc/meminfo")?;
    available_of(&text).context("/proc/meminfo has another form here")
}

/// What a meminfo says is available, which it does in kB of 1024 (proc(5)).
fn available_of(meminfo: &str) -> Option<u64> {
    let mut lines = meminfo.lines();
    let rest = lines.find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let (kilobytes, unit) = rest.trim().split_once(' ')?;
    let kilobytes: u64 = (unit == "kB").then(|| kilobytes.parse().ok())??;
    kilobytes.checked_mul(1 << 10)
}

#[cfg(test)]
mod tests {
    use super::available_of;

    #[test]
    fn memory_is_read_in_kilobytes_and_from_no_other_form() {
        let cases = [
            (
                "MemFree: 9 kB\nMemAvailable:   12582912 kB\n",
                Some(12 << 30),
            ),
            ("MemTotal: 1 kB\n", None),
            ("MemAvailable: 12 MB\n", None),
            ("MemAvailable: 12\n", None),
            ("MemAvailable: x kB\n", None),
            ("MemAvailable: 18446744073709551615 kB\n", None),
        ];
        for (meminfo, bytes) in cases {
            assert_eq!(available_of(meminfo), bytes, "{meminfo}");
        }
    }
}
