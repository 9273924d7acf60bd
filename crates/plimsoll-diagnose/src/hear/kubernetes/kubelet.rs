//! Lines of the kubelet (pkg/kubelet, structured since 1.20): probes, kills,
//! evictions. Its own klog head may still stand before them.

use super::pod::is_client;
use super::reason::{killing, probe_named, short, short_of};
use crate::hear::Phrase;
use crate::record::Record;
use crate::redact::words;
use crate::signal::{OrchestratorSignal, Said};

/// Its wordings. Quotes stand around the words, not in the literals.
pub(super) static PHRASES: &[Phrase] = &[
    Phrase {
        needle: "Probe failed",
        read: probe,
    },
    Phrase {
        needle: "probe, will be restarted",
        read: |record| said(record, |unit| Some(killing(&record.message, unit))),
    },
    Phrase {
        needle: "Killing container with a grace period",
        read: |record| said(record, |unit| Some(killing("", unit))),
    },
    Phrase {
        needle: "pod is evicted successfully",
        read: |record| {
            said(record, |unit| {
                Some(OrchestratorSignal::Evicted {
                    unit,
                    why: short_of(&record.message),
                })
            })
        },
    },
    Phrase {
        needle: "must evict pod(s) to reclaim",
        read: |record| {
            let why = value(&record.message, "resourceName=").unwrap_or("?");
            Some(Said::Orchestrator(OrchestratorSignal::NodeTrouble {
                node: String::new(),
                why: words(why),
            }))
        },
    },
];

/// `"Probe failed" probeType="Liveness" pod="shop/db-0" … output="…"`.
fn probe(record: &Record<'_>) -> Option<Said> {
    said(record, |unit| {
        Some(OrchestratorSignal::ProbeFailed {
            unit,
            probe: probe_named(value(&record.message, "probeType=")?)?,
            why: short(value(&record.message, "output=").unwrap_or_default()),
        })
    })
}

/// What is said of the pod that a line names, if it is no client's.
fn said(record: &Record<'_>, read: impl Fn(String) -> Option<OrchestratorSignal>) -> Option<Said> {
    let pod = value(&record.message, " pod=")?;
    let name = pod.rsplit('/').next()?;
    if is_client(name) {
        return None;
    }
    read(words(name)).map(Said::Orchestrator)
}

/// The value of a key: `pod="shop/db-0"`; within another text its quotes are
/// escaped.
fn value<'a>(message: &'a str, key: &str) -> Option<&'a str> {
    let (_, behind) = message.split_once(key)?;
    let behind = behind.trim_start_matches(['\\', '"']);
    let end = behind.find(['"', '\\']);
    Some(&behind[..end.unwrap_or(behind.len())])
}
