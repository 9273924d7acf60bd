//! What systemd says of units (src/core/service.c, unit.c, job.c; versions 219 to
//! 255). Starts and stops are heard only of units that serve a database or what one
//! runs in; failures of all.

pub(super) mod pressure;
#[cfg(test)]
mod tests;

use super::{Phrase, names};
use crate::record::Record;
use crate::signal::{OperatorSignal, OrchestratorSignal, Said};

/// The subjects.
pub(crate) static PHRASES: &[&[Phrase]] = &[ENDS, LIFE];

/// How units end.
static ENDS: &[Phrase] = &[
    // `Main` from 229 on.
    Phrase {
        needle: "ain process exited, code=",
        read: exited,
    },
    Phrase {
        needle: "Failed with result 'oom-kill'",
        read: oom_killed,
    },
    Phrase {
        needle: "has been killed by the OOM killer",
        read: oom_killed,
    },
    Phrase {
        needle: "tart request repeated too quickly",
        read: |record| {
            Some(said(OrchestratorSignal::GaveUp {
                unit: unit(record)?,
            }))
        },
    },
    Phrase {
        needle: " timed out. Killing",
        read: stop_timed_out,
    },
    Phrase {
        needle: "tart operation timed out. Terminating",
        read: |record| killed_for(record, "startup"),
    },
    Phrase {
        needle: "atchdog timeout (limit",
        read: |record| killed_for(record, "liveness"),
    },
    Phrase {
        needle: " memory peak",
        read: memory_peak,
    },
    Phrase {
        needle: "Deactivated successfully",
        read: succeeded,
    },
    // Up to 246.
    Phrase {
        needle: ": Succeeded.",
        read: succeeded,
    },
];

/// How units come and go.
static LIFE: &[Phrase] = &[
    Phrase {
        needle: "Starting ",
        read: started,
    },
    Phrase {
        needle: "Started ",
        read: started,
    },
    Phrase {
        needle: "Stopping ",
        read: |record| {
            let unit = job(record, "Stopping ")?;
            Some(said(OrchestratorSignal::Stopping { unit, why: None }))
        },
    },
    Phrase {
        needle: "Reached target ",
        read: |record| {
            let target = record.message.strip_prefix("Reached target ")?;
            let ends = ["Shutdown", "Reboot", "Power-Off", "Power Off", "Halt"];
            let is_end = ends.iter().any(|end| target.contains(end));
            is_end.then_some(Said::Operator(OperatorSignal::Reboot))
        },
    },
];

const fn said(signal: OrchestratorSignal) -> Said {
    Said::Orchestrator(signal)
}

/// The unit of an entry: as a journal tells it, else its first word.
fn unit(record: &Record<'_>) -> Option<String> {
    if let Some(about) = record.about.as_deref() {
        return Some(about.to_owned());
    }
    let first = record.message.split_ascii_whitespace().next()?;
    let first = first.trim_end_matches(':');
    first.contains('.').then(|| first.to_owned())
}

/// The unit that a job is for: `Starting MariaDB 10.11.6 database server...`, from
/// 249 on `Starting mariadb.service - MariaDB …`.
fn job(record: &Record<'_>, verb: &str) -> Option<String> {
    let named = record.message.strip_prefix(verb)?;
    let named = named.trim_end_matches('.');
    let unit = named.split_once(" - ").map_or(named, |(unit, _)| unit);
    let unit = record.about.as_deref().unwrap_or(unit);
    (names::matters(unit) || names::matters(named)).then(|| unit.to_owned())
}

fn started(record: &Record<'_>) -> Option<Said> {
    let unit = job(record, "Starting ").or_else(|| job(record, "Started "))?;
    Some(said(OrchestratorSignal::Started { unit }))
}

/// `postgresql.service: Main process exited, code=killed, status=9/KILL`.
fn exited(record: &Record<'_>) -> Option<Said> {
    let (_, rest) = record.message.split_once("process exited, code=")?;
    let (code, status) = rest.split_once(", status=")?;
    let number = status.split('/').next()?.trim();
    let (exit, signal) = match code {
        "exited" => (Some(number.parse().ok()?), None),
        "killed" | "dumped" => (None, Some(number.parse().ok()?)),
        _ => return None,
    };
    let unit = unit(record)?;
    Some(said(OrchestratorSignal::Ended { unit, exit, signal }))
}

/// The end of a unit that was to end.
fn succeeded(record: &Record<'_>) -> Option<Said> {
    let unit = unit(record).filter(|unit| names::matters(unit))?;
    Some(said(OrchestratorSignal::Ended {
        unit,
        exit: Some(0),
        signal: None,
    }))
}

/// Of a slice it is said of what lies in it, of another unit it is no server's end.
fn oom_killed(record: &Record<'_>) -> Option<Said> {
    let unit = unit(record).filter(|unit| names::matters(unit) && !unit.contains(".slice"))?;
    Some(said(OrchestratorSignal::OomKilled { unit }))
}

/// `State 'stop-sigterm' timed out. Killing.`, without `State` and quotes to 243.
fn stop_timed_out(record: &Record<'_>) -> Option<Said> {
    let is_stop = ["stop-", "final-"]
        .iter()
        .any(|it| record.message.contains(it));
    let unit = unit(record).filter(|_| is_stop)?;
    Some(said(OrchestratorSignal::StopTimedOut { unit }))
}

fn killed_for(record: &Record<'_>, probe: &'static str) -> Option<Said> {
    let unit = unit(record)?;
    Some(said(OrchestratorSignal::KilledForProbe { unit, probe }))
}

/// `Consumed 1min 2.345s CPU time, 1.5G memory peak, 0B memory swap peak.` (254 on).
fn memory_peak(record: &Record<'_>) -> Option<Said> {
    let (before, _) = record.message.split_once(" memory peak")?;
    let size = before.rsplit(' ').next()?;
    let bytes = bytes(size)?;
    let unit = unit(record).filter(|unit| names::matters(unit))?;
    Some(said(OrchestratorSignal::MemoryPeak { unit, bytes }))
}

/// `1.5G`, as systemd shows sizes (src/basic/format-util.c, `format_bytes_full`).
fn bytes(size: &str) -> Option<u64> {
    let unit = size.chars().next_back()?;
    let power = "BKMGTPE".find(unit)? as u32;
    let number: f64 = size.strip_suffix(unit)?.parse().ok()?;
    let bytes = number * 1024_f64.powi(power as i32);
    (0.0..9e18).contains(&bytes).then_some(bytes as u64)
}
