//! The CPU that a server was charged: all its processes, those that have ended too.
//!
//! Summed over /proc, so that it needs no controller of its own: a backend that ends is added to
//! its parent when that waits for it (wait(2), `cutime`).

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use plimsoll_lab::Instance;

use super::cost::cpu_ms;
use crate::ticks::{TICK_MS, ticks};

/// How long a server may take until the backends of a client that left are gone.
const GONE_MAX: Duration = Duration::from_secs(10);
/// How often they are looked for.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// CPU of one run, in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spent {
    /// Of the client and its children.
    pub(super) client_ms: f64,
    /// Of the server's processes.
    pub(super) server_ms: f64,
}

/// Runs a client so many times and gives the mean of what it cost it and the server. What the
/// server does of itself meanwhile is in it.
///
/// # Errors
/// When the client fails, or a server without a cgroup of its own hides its processes.
pub(super) fn spent(client: &mut Command, server: &Instance, runs: u32) -> Result<Spent> {
    let processes = processes(server)?.len();
    let before = server_ms(server)?;
    let mut client_ms = 0.0;
    for _ in 0..runs {
        client_ms += cpu_ms(client)?;
    }
    let until = Instant::now() + GONE_MAX;
    while self::processes(server)?.len() > processes {
        if Instant::now() > until {
            bail!("sessions of {client:?} are still there");
        }
        std::thread::sleep(LOOK_EVERY);
    }
    let server_ms = server_ms(server)? - before;
    let runs = f64::from(runs);
    Ok(Spent {
        client_ms: client_ms / runs,
        server_ms: server_ms / runs,
    })
}

/// CPU that a server was charged so far, in milliseconds.
///
/// # Errors
/// As [`spent`].
pub(super) fn server_ms(server: &Instance) -> Result<f64> {
    Ok(server_ticks(server)? as f64 * TICK_MS)
}

fn server_ticks(server: &Instance) -> Result<u64> {
    let stats = processes(server)?.into_iter().filter_map(|id| {
        // One that has just ended is in its parent's.
        std::fs::read_to_string(format!("/proc/{id}/stat")).ok()
    });
    sum_of(stats).context("/proc has another form here")
}

/// The ticks of all these processes and of their children that have ended.
fn sum_of(stats: impl Iterator<Item = String>) -> Option<u64> {
    let sums = stats.map(|stat| Some(ticks(&stat)?.iter().sum::<u64>()));
    sums.sum()
}

fn processes(server: &Instance) -> Result<Vec<u32>> {
    let group = server
        .cgroup()
        .context("no cgroup tells the server's processes: run as root")?;
    let file = group.procs_file();
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    Ok(text.lines().filter_map(|line| line.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::sum_of;

    fn stat(charged: &str) -> String {
        format!("7 (postgres: a b) S 1 2 3 4 5 6 7 8 9 10 {charged} 20 0")
    }

    #[test]
    fn what_ended_counts_by_its_parent_and_another_form_is_no_sum() {
        let cases: [(&[&str], Option<u64>); 4] = [
            (&["1 2 30 40", "5 6 0 0"], Some(84)),
            (&["0 0 0 0"], Some(0)),
            (&[], Some(0)),
            (&["1 2 3 4", "x 6 0 0"], None),
        ];
        for (charged, sum) in cases {
            let stats = charged.iter().map(|charged| stat(charged));
            assert_eq!(sum_of(stats), sum, "{charged:?}");
        }
    }
}
