//! One measured run as a line of JSON, in the shape of the measurements the project began with.

use super::case::Case;
use super::load::Done;
use plimsoll_lab::Peak;
use serde_json::{Map, Value, json};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Every session did its work.
    Ok,
    /// A session failed; the kernel killed nothing.
    Error,
    /// The kernel killed for the limit.
    Oom,
    /// The server did not start.
    Refused,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Error => "error",
            Self::Oom => "oom",
            Self::Refused => "refused",
        }
    }
}

/// What was measured of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) limit_bytes: Option<u64>,
    pub(crate) idle_bytes: u64,
    pub(crate) peak: Peak,
    pub(crate) oom_kills: u64,
    pub(crate) done: Done,
    pub(crate) outcome: Outcome,
    /// The load in the contract's shape.
    pub(crate) load: Value,
    /// What only one engine has: effective values, positions, counters.
    pub(crate) more: Map<String, Value>,
}

impl Run {
    /// The record. `server` is the name of the installed server, `version` what it says it is.
    pub(crate) fn to_json(&self, case: &Case, server: &str, version: &str) -> Value {
        let settings: Map<String, Value> = case
            .settings
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        let arguments: Map<String, Value> = case
            .arguments
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        let mut record = json!({
            "id": case.id,
            "server": server,
            "version": version,
            "settings": settings,
            "limit_mb": self.limit_bytes.map(|bytes| bytes as f64 / f64::from(1 << 20)),
            "clients": case.sessions,
            "workload": case.workload,
            "args": arguments,
            "seconds": case.seconds,
            "idle_bytes": self.idle_bytes,
            "wall_s": (self.done.wall_seconds * 100.0).round() / 100.0,
            "rounds": self.done.rounds,
            "oom_kills": self.oom_kills,
            "outcome": self.outcome.as_str(),
            "peak_bytes": self.peak.memory.total_bytes(),
            "parts": {
                "rss": self.peak.memory.anon_bytes,
                "shmem": self.peak.memory.shmem_bytes,
                "kmem": self.peak.memory.kernel_bytes,
            },
            "samples": self.peak.samples,
        });
        if let Some(fields) = record.as_object_mut() {
            fields.extend(self.more.clone());
            if let Some(error) = &self.done.error {
                fields.insert("error".into(), json!(error));
            }
            fields.insert("load".into(), self.load.clone());
        }
        record
    }
}
