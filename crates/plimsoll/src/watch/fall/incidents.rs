//! The incidents of late, as many as fit, for whoever asks.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use jiff::Timestamp;
use plimsoll_model::Incident;
use plimsoll_report::json::{self, IncidentStatus};

use crate::watch::lock::lock;

/// Incidents and bytes of them that are kept.
const KEPT_MAX: usize = 100;
const BYTES_MAX: usize = 8 << 20;

/// Kept incidents, the oldest first.
#[derive(Debug, Default)]
pub(in crate::watch) struct Incidents(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    all: VecDeque<(IncidentStatus, String)>,
    bytes: usize,
    /// By server and class, since the daemon began.
    counts: BTreeMap<(String, String), u64>,
}

/// What an incident is called: the server and the time, fit for a file and a URL.
pub(super) fn id(server: &str, at: Timestamp) -> String {
    let is_fit = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let name = server
        .chars()
        .map(|letter| if is_fit(letter) { letter } else { '_' });
    let name: String = name.take(64).collect();
    format!("{name}-{}", at.strftime("%Y%m%dT%H%M%SZ"))
}

/// The answer in a line.
pub(super) fn line(incident: &Incident) -> String {
    json::in_a_line(incident)
}

impl Incidents {
    /// Keeps an answer in the place of an earlier one to the same; its name.
    pub(super) fn keep(&self, server: &str, at: Timestamp, incident: &Incident) -> String {
        let id = id(server, at);
        let status = IncidentStatus::of(&id, server, at, incident);
        let text = json::diagnosis(incident);
        let mut kept = lock(&self.0);
        if let Some(index) = kept.all.iter().position(|(it, _)| it.id == id) {
            let before = kept.all.remove(index);
            kept.bytes -= before.map_or(0, |(_, text)| text.len());
        }
        kept.bytes += text.len();
        kept.all.push_back((status, text));
        while kept.all.len() > KEPT_MAX || kept.bytes > BYTES_MAX {
            let Some((_, oldest)) = kept.all.pop_front() else {
                break;
            };
            kept.bytes -= oldest.len();
        }
        id
    }

    /// Counts one, once its answer is the last.
    pub(super) fn count(&self, server: &str, incident: &Incident) {
        let class = incident
            .causes
            .first()
            .map_or("unknown", |it| it.class.as_str());
        let key = (server.to_owned(), class.to_owned());
        *lock(&self.0).counts.entry(key).or_default() += 1;
    }

    /// How many of each class each server had.
    pub(in crate::watch) fn counts(&self) -> BTreeMap<(String, String), u64> {
        lock(&self.0).counts.clone()
    }

    /// All, the newest first.
    pub(in crate::watch) fn all(&self) -> Vec<IncidentStatus> {
        let kept = lock(&self.0);
        kept.all
            .iter()
            .rev()
            .map(|(status, _)| status.clone())
            .collect()
    }

    /// The newest of a server.
    pub(in crate::watch) fn newest(&self, server: &str) -> Option<IncidentStatus> {
        let kept = lock(&self.0);
        let mut of = kept.all.iter().rev().filter(|(it, _)| it.server == server);
        of.next().map(|(status, _)| status.clone())
    }

    /// One, whole.
    pub(in crate::watch) fn whole(&self, id: &str) -> Option<String> {
        let kept = lock(&self.0);
        let mut of = kept.all.iter().filter(|(it, _)| it.id == id);
        of.next().map(|(_, text)| text.clone())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use plimsoll_model::Incident;

    use super::{Incidents, KEPT_MAX};

    #[test]
    fn the_newer_answer_replaces_the_older_and_the_newest_are_kept() {
        let incidents = Incidents::default();
        let at = |second| Timestamp::from_second(1_800_000_000 + second).unwrap();
        let id = incidents.keep("a/b \u{1b}", at(0), &Incident::default());
        assert_eq!(id, "a_b__-20270115T080000Z");
        incidents.keep("a/b \u{1b}", at(0), &Incident::default());
        assert_eq!(incidents.all().len(), 1);
        for second in 1..=KEPT_MAX as i64 {
            incidents.keep("shop", at(second), &Incident::default());
        }
        assert_eq!(incidents.all().len(), KEPT_MAX);
        assert!(incidents.whole(&id).is_none());
        assert!(incidents.newest("shop").is_some() && incidents.newest("none").is_none());
    }
}
