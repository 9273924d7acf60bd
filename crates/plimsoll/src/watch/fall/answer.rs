//! Evidence in, an incident out. It waits for nobody.

use jiff::{SignedDuration, Timestamp};
use plimsoll_diagnose::{Excerpt, Handed, Question, Reading, Source, diagnose, seen};
use plimsoll_model::{Event, Incident, LogRead};
use plimsoll_report::json;

use super::gather::Evidence;

/// How far a log's clock may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_secs(60);
/// Bytes of a log that are asked about: all that is kept.
const BYTES_MAX: usize = 1 << 20;

const KERNEL: &str = "/dev/kmsg";

/// What took the server down.
pub(super) fn answer(evidence: Evidence, at: Timestamp) -> Incident {
    let mut sources = vec![seen(&evidence.seen, at)];
    if let Some((name, bytes)) = evidence.log.filter(|(_, bytes)| !bytes.is_empty()) {
        sources.push(log(&name, &bytes, evidence.from));
    }
    sources.extend(events("events", Handed::Events, &evidence.told));
    sources.extend(events("noticed", Handed::Noticed, &evidence.noticed));
    let (mut gap, mut lost) = (None, None);
    match evidence.kernel {
        Ok(told) => {
            let kernel = read(KERNEL, Handed::Kernel, told.text.as_bytes());
            let from = told.lost.unwrap_or(told.read);
            sources.push(kernel.followed(from, Timestamp::now()));
            lost = told.lost.map(in_part);
        }
        Err(why) => gap = Some(not_read(KERNEL, &why)),
    }
    let question = Question {
        at: Some(at),
        configured: evidence
            .configured
            .as_deref()
            .cloned()
            .into_iter()
            .collect(),
    };
    let mut incident = diagnose(sources, &question);
    let of_kernel = incident.read.iter_mut().find(|it| it.file == KERNEL);
    if let Some(read) = of_kernel {
        read.remarks.extend(lost);
    }
    incident.read.extend(gap);
    incident
}

/// The lines of the time; lines are counted from the oldest that is kept.
fn log(name: &str, bytes: &[u8], from: Timestamp) -> Source {
    let to = Timestamp::now();
    let to = to.checked_add(AHEAD).unwrap_or(to);
    let mut excerpt = Excerpt::new(Handed::Log, (from, to), BYTES_MAX);
    excerpt.push(bytes);
    let name = format!("{name} (newest lines)");
    read(&name, Handed::Log, &excerpt.end().bytes)
}

fn events(name: &str, handed: Handed, events: &[Event]) -> Option<Source> {
    // The oldest first, as somebody would write them.
    let mut events: Vec<&Event> = events.iter().collect();
    events.sort_by_key(|event| event.at);
    let lines: String = events
        .iter()
        .map(|event| json::event(event) + "\n")
        .collect();
    (!lines.is_empty()).then(|| read(name, handed, lines.as_bytes()))
}

fn read(name: &str, handed: Handed, bytes: &[u8]) -> Source {
    let mut reading = Reading::new(name, handed);
    reading.push(bytes);
    reading.end()
}

fn in_part(at: Timestamp) -> String {
    format!("in part: records were overwritten before they were read, the last at {at:.0}")
}

fn not_read(name: &str, why: &str) -> LogRead {
    LogRead {
        file: name.to_owned(),
        format: None,
        lines: 0,
        span: None,
        remarks: vec![format!("not read: {why}")],
    }
}
