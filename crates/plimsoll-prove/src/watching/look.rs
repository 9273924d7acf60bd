//! One look at the daemon: what it holds, what it has used and what it missed.

use std::fmt;
use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};

use super::daemon::Daemon;
use crate::ticks::ticks_of;

/// What was seen.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) at_seconds: f64,
    pub(super) daemon_cpu_seconds: f64,
    /// Of this process: the doubles.
    pub(super) own_cpu_seconds: f64,
    pub(super) resident_bytes: u64,
    pub(super) open_files: f64,
    pub(super) taken: f64,
    pub(super) taken_of_servers: f64,
    pub(super) missed: f64,
    /// Batches of history that were lost.
    pub(super) dropped: f64,
}

impl Look {
    /// Takes one.
    pub(super) fn at(since: Duration, daemon: &Daemon) -> Result<Self> {
        let page = daemon.page()?;
        let taken = "plimsoll_samples_taken_total";
        Ok(Self {
            at_seconds: since.as_secs_f64(),
            daemon_cpu_seconds: daemon.cpu_seconds()?,
            own_cpu_seconds: ticks_of(std::process::id())?,
            resident_bytes: daemon.resident_bytes()?,
            open_files: page.sum("process_open_fds", ""),
            taken: page.sum(taken, ""),
            taken_of_servers: page.sum(taken, "source=\"server\""),
            missed: page.sum("plimsoll_samples_missed_total", ""),
            dropped: page.sum("plimsoll_store_dropped_batches_total", ""),
        })
    }

    /// The line above the looks.
    pub(super) fn header() -> String {
        "   seconds   cpu s    MB   files    samples   missed  dropped".to_owned()
    }

    /// For the proof.
    pub(super) fn json(&self) -> Value {
        json!({
            "at_seconds": self.at_seconds.round(),
            "daemon_cpu_seconds": self.daemon_cpu_seconds,
            "doubles_cpu_seconds": self.own_cpu_seconds,
            "resident_bytes": self.resident_bytes,
            "open_files": self.open_files,
            "samples": self.taken,
            "samples_of_servers": self.taken_of_servers,
            "missed": self.missed,
            "dropped_batches": self.dropped,
        })
    }
}

impl fmt::Display for Look {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:10.0} {:7.1} {:5.0} {:7.0} {:10.0} {:8.0} {:8.0}",
            self.at_seconds,
            self.daemon_cpu_seconds,
            self.resident_bytes as f64 / 1e6,
            self.open_files,
            self.taken,
            self.missed,
            self.dropped,
        )
    }
}
