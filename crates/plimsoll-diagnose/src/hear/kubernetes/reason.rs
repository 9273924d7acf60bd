//! Events and states by their reasons (kubernetes/pkg/kubelet/events/event.go, the
//! controllers' and the node problem detector's; Docker's actions).

use plimsoll_model::{Event, EventKind};

use super::pod::is_client;
use crate::record::Record;
use crate::redact::{self, words};
use crate::signal::{ClientSignal, HEALTH_CHECK, OrchestratorSignal, Said, ToldEvent};

/// What an entry with a reason says.
pub(super) fn said(reason: &str, record: &Record<'_>) -> Option<Said> {
    let unit = || words(record.about.as_deref().unwrap_or("?"));
    let why = |why: &str| why.to_owned();
    if is_client(record.about.as_deref().unwrap_or_default()) {
        return of_client(reason, record);
    }
    let said = match reason {
        "OOMKilling" | "SystemOOM" => OrchestratorSignal::OomKilled {
            unit: victim(&record.message).unwrap_or_else(unit),
        },
        "oom" | "OOMKilled" => OrchestratorSignal::OomKilled { unit: unit() },
        "Unhealthy" => probe_failed(record, unit())?,
        "health_status: unhealthy" => OrchestratorSignal::ProbeFailed {
            unit: unit(),
            probe: HEALTH_CHECK,
            why: String::new(),
        },
        "health_status: healthy" | "Ready" => OrchestratorSignal::Healthy { unit: unit() },
        "Killing" => killing(&record.message, unit()),
        "stop" | "SuccessfulDelete" => stopping(unit(), None),
        "kill" => killed(record, unit())?,
        "Terminated" | "die" => ended(record, unit())?,
        "Started" | "start" => OrchestratorSignal::Started { unit: unit() },
        "Evicted" => OrchestratorSignal::Evicted {
            unit: unit(),
            why: short_of(&record.message),
        },
        "Preempted" | "Preempting" => OrchestratorSignal::Evicted {
            unit: unit(),
            why: why("preemption"),
        },
        // cluster-autoscaler, core/scaledown/actuation/drain.go: of a pod, then it evicts it.
        "ScaleDown" if record.message.contains("deleting pod for node scale down") => {
            OrchestratorSignal::Evicted {
                unit: unit(),
                why: why("scale down"),
            }
        }
        "TaintManagerEviction" if record.message.contains("Marking for deletion") => {
            OrchestratorSignal::Evicted {
                unit: unit(),
                why: why("taint"),
            }
        }
        "NodeNotReady" => node(unit(), "NotReady"),
        "NodeNotSchedulable" => node(unit(), "NotSchedulable"),
        "NodeHasDiskPressure" => node(unit(), "DiskPressure"),
        "NodeHasMemoryPressure" | "NodeHasInsufficientMemory" => node(unit(), "MemoryPressure"),
        "EvictionThresholdMet" | "Rebooted" | "Shutdown" => node(unit(), reason),
        "BackOff" | "CrashLoopBackOff" if !record.message.contains("pulling image") => {
            OrchestratorSignal::GaveUp { unit: unit() }
        }
        "ExceededGracePeriod" => OrchestratorSignal::StopTimedOut { unit: unit() },
        "FailedMount" | "FailedAttachVolume" | "FailedMapVolume" => {
            OrchestratorSignal::VolumeTrouble { unit: unit() }
        }
        "FailingOver" | "FailoverTarget" | "SwitchingOver" => {
            OrchestratorSignal::Failover { unit: unit() }
        }
        "MemoryLimit" => OrchestratorSignal::MemoryLimit {
            unit: unit(),
            bytes: quantity(record.message.rsplit(' ').next()?)?,
        },
        "ScalingReplicaSet" => return scaled(record, EventKind::Deploy),
        "SuccessfulRescale" => return scaled(record, EventKind::Scale),
        _ => return None,
    };
    Some(Said::Orchestrator(said))
}

/// What happens to the pod of an application.
fn of_client(reason: &str, record: &Record<'_>) -> Option<Said> {
    let said = match reason {
        "OOMKilled" | "oom" => ClientSignal::OwnFailure { for_memory: true },
        "Terminated" if record.message.contains("OOMKilled") => {
            ClientSignal::OwnFailure { for_memory: true }
        }
        "Started" | "start" => ClientSignal::Started,
        _ => return None,
    };
    Some(Said::Client(said))
}

fn stopping(unit: String, why: Option<&str>) -> OrchestratorSignal {
    OrchestratorSignal::Stopping {
        unit,
        why: why.map(str::to_owned),
    }
}

fn node(node: String, why: &str) -> OrchestratorSignal {
    OrchestratorSignal::NodeTrouble {
        node,
        why: why.to_owned(),
    }
}

/// `Memory cgroup out of memory: Killed process 431 (postgres) total-vm:…`,
/// `System OOM encountered, victim process: postgres, pid: 431`.
fn victim(message: &str) -> Option<String> {
    let name = if let Some((_, behind)) = message.split_once("victim process: ") {
        behind.split(',').next()?
    } else {
        let (_, behind) = message.split_once("rocess ")?;
        let (_, behind) = behind.split_once('(')?;
        behind.split_once(')')?.0
    };
    (!name.is_empty()).then(|| words(name))
}

/// `Liveness probe failed: dial tcp 10.0.0.5:5432: connect: connection refused`.
fn probe_failed(record: &Record<'_>, unit: String) -> Option<OrchestratorSignal> {
    let (probe, behind) = record.message.split_once(" probe ")?;
    let cause = behind.split_once(": ").map_or("", |(_, cause)| cause);
    Some(OrchestratorSignal::ProbeFailed {
        unit,
        probe: probe_named(probe)?,
        why: short(cause),
    })
}

/// Which probe a word is.
pub(super) fn probe_named(word: &str) -> Option<&'static str> {
    const PROBES: [&str; 3] = ["liveness", "readiness", "startup"];
    let word = word.rsplit(' ').next()?;
    PROBES
        .into_iter()
        .find(|probe| word.eq_ignore_ascii_case(probe))
}

/// Why a probe failed, in words that stay the same from one time to the next.
pub(super) fn short(text: &str) -> String {
    const KNOWN: [(&str, &str); 6] = [
        ("connection refused", "connection refused"),
        ("deadline exceeded", "timeout"),
        ("timed out", "timeout"),
        ("i/o timeout", "timeout"),
        ("no response", "no response"),
        ("rejecting connections", "rejecting connections"),
    ];
    let known = KNOWN.iter().find(|(literal, _)| text.contains(literal));
    known.map_or_else(
        || words(text.lines().next().unwrap_or_default()),
        |(_, short)| (*short).to_owned(),
    )
}

/// `Container db failed liveness probe, will be restarted`; any other is a stop.
pub(super) fn killing(message: &str, unit: String) -> OrchestratorSignal {
    let probe = message.split_once(" failed ").and_then(|(_, behind)| {
        let (word, _) = behind.split_once(" probe")?;
        probe_named(word)
    });
    match probe {
        Some(probe) => OrchestratorSignal::KilledForProbe { unit, probe },
        None if message.contains("definition changed") => {
            stopping(unit, Some("its definition changed"))
        }
        None => stopping(unit, None),
    }
}

/// Docker's `kill` with its signal: SIGTERM and SIGINT are a stop; SIGKILL is told
/// by what the container then dies of; others (SIGHUP) end nothing.
fn killed(record: &Record<'_>, unit: String) -> Option<OrchestratorSignal> {
    let signal = number(&record.message, "signal=")?;
    matches!(signal, 2 | 3 | 15).then(|| stopping(unit, Some("by a signal")))
}

/// `exit code 137`, `exitCode=137`: 128 and the signal, where one ended it.
fn ended(record: &Record<'_>, unit: String) -> Option<OrchestratorSignal> {
    if record.message.contains("OOMKilled") {
        return Some(OrchestratorSignal::OomKilled { unit });
    }
    let exit =
        number(&record.message, "exit code ").or_else(|| number(&record.message, "exitCode="))?;
    let signal = exit.checked_sub(128).filter(|it| (1..=64).contains(it));
    Some(OrchestratorSignal::Ended {
        unit,
        exit: Some(exit),
        signal: signal.and_then(|it| u8::try_from(it).ok()),
    })
}

/// The number behind a label.
fn number(text: &str, label: &str) -> Option<i32> {
    let (_, behind) = text.split_once(label)?;
    let end = behind.find(|c: char| !c.is_ascii_digit());
    behind[..end.unwrap_or(behind.len())].parse().ok()
}

/// What a node was short of: `The node was low on resource: memory. …`.
pub(super) fn short_of(message: &str) -> String {
    const RESOURCES: [&str; 5] = ["memory", "ephemeral-storage", "disk", "inodes", "pids"];
    let behind = message.split_once("low on resource: ");
    let text = behind.map_or(message, |(_, behind)| behind);
    let named = RESOURCES.into_iter().find(|it| text.contains(it));
    named.map_or_else(|| words(text), str::to_owned)
}

/// A Deployment's new version, or more or fewer of its pods.
fn scaled(record: &Record<'_>, kind: EventKind) -> Option<Said> {
    let is_up = record.message.contains("caled up") || kind == EventKind::Scale;
    let event = Event {
        at: record.when?.taken(),
        kind,
        target: words(record.about.as_deref().unwrap_or_default()),
        message: redact::entry(record),
        actor: None,
        reference: None,
    };
    is_up.then(|| {
        Said::Event(ToldEvent {
            event,
            changes: Vec::new(),
            written: None,
        })
    })
}

/// A quantity of memory (k8s.io/apimachinery/pkg/api/resource): letters with `i`
/// are powers of 1024, those without of 1000; `m` is a thousandth.
pub(super) fn quantity(text: &str) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (number, suffix) = text.split_at(digits.unwrap_or(text.len()));
    let number: f64 = number.parse().ok()?;
    let factor = match suffix {
        "" => 1.0,
        "Ki" => f64::from(1 << 10),
        "Mi" => f64::from(1 << 20),
        "Gi" => f64::from(1 << 30),
        "Ti" => (1_u64 << 40) as f64,
        "k" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "m" => 1e-3,
        exponent => {
            let exponent = exponent.strip_prefix(['e', 'E'])?.parse::<u8>().ok()?;
            10_f64.powi(i32::from(exponent))
        }
    };
    let bytes = number * factor;
    let is_whole = bytes.is_finite() && (0.0..1e19).contains(&bytes);
    is_whole.then_some(bytes as u64)
}
