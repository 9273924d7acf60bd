//! What the daemon holds of a server at its fall, taken together within bounds: its
//! newest lines, the kernel's, events, figures of the minutes before, its
//! configuration.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use plimsoll_diagnose::{Configured, Seen, Track};
use plimsoll_model::{Event, EventKind, Metric};

use super::alarm::Fall;
use super::kernel::{Kernel, Told};
use crate::watch::fleet::Watching;
use crate::watch::lock::lock;
use crate::watch::plan::Planned;

/// How long before the fall lines are of interest; falls before that are others.
const LINES_BEFORE: SignedDuration = SignedDuration::from_mins(15);
/// The same of figures.
const FIGURES_BEFORE: SignedDuration = SignedDuration::from_mins(5);

/// Figures that tell of a fall.
const METRICS: [Metric; 11] = [
    Metric::MemoryHeldBytes,
    Metric::MemoryLimitBytes,
    Metric::OomKillsTotal,
    Metric::MachineOomKillsTotal,
    Metric::MachineMemoryBytes,
    Metric::MachineAvailableBytes,
    Metric::DiskBytes,
    Metric::DiskFreeBytes,
    Metric::Sessions,
    Metric::SessionsMax,
    Metric::ProbeUp,
];

/// How the kernel ends the account of a kill.
const KILL: &str = "Killed process ";

/// All of it.
pub(super) struct Evidence {
    /// From when on lines are of interest.
    pub(super) from: Timestamp,
    /// What its log is called, and its newest lines.
    pub(super) log: Option<(String, Vec<u8>)>,
    /// What the kernel said, or why that is not known.
    pub(super) kernel: Result<Told, String>,
    /// What somebody told.
    pub(super) told: Vec<Event>,
    /// What the daemon noticed by itself.
    pub(super) noticed: Vec<Event>,
    /// What was measured.
    pub(super) seen: Seen,
    /// The configuration that was in force.
    pub(super) configured: Option<Arc<Configured>>,
}

/// Gathers it.
pub(super) fn gather(
    planned: &Planned,
    watching: &Watching,
    said: &Kernel,
    fall: Fall,
) -> Evidence {
    let from = fall.at.checked_sub(LINES_BEFORE).unwrap_or(fall.at);
    let now = Timestamp::now();
    let seen = seen(planned, watching);
    let watched = watching.watched(now);
    let log = planned.server.log.as_ref();
    let log = log.map(|file| file.display().to_string());
    let (groups, noticed, configured) = watching.alarm.with(|state| {
        let noticed: Vec<Event> = state.noticed.iter().cloned().collect();
        (state.groups.clone(), noticed, state.configured.clone())
    });
    // What the target noticed from its samples says no more than the log does.
    let is_own = |event: &Event| {
        noticed.contains(event) || event.kind == EventKind::Restart && event.actor.is_none()
    };
    let told = watched.events.iter().filter(|event| !is_own(event));
    let is_change = |event: &Event| event.kind == EventKind::ConfigChange;
    Evidence {
        from,
        log: log.map(|name| (name, lock(&watching.log).since(from))),
        kernel: kernel(said, &groups, from, seen.answered.map(|(_, last)| last)),
        told: told.cloned().collect(),
        noticed: noticed
            .iter()
            .filter(|event| is_change(event))
            .cloned()
            .collect(),
        seen: Seen {
            engine: watched.engine,
            tracks: tracks(watching, fall.at),
            ..seen
        },
        configured,
    }
}

fn kernel(
    kernel: &Kernel,
    groups: &[String],
    from: Timestamp,
    last: Option<Timestamp>,
) -> Result<Told, String> {
    if groups.is_empty() {
        return Err("the server's process is not known on this machine".to_owned());
    }
    whole(kernel.since(from, groups)?, last)
}

/// What it said, if it may clear the kernel.
fn whole(told: Told, last: Option<Timestamp>) -> Result<Told, String> {
    // What it said before it was read may have been of this fall.
    if last.is_none_or(|last| told.read > last) {
        return Err("it was read only since the server answered last".to_owned());
    }
    // So may what was overwritten: without a kill among the rest it clears nothing.
    let is_lost = told
        .lost
        .is_some_and(|at| last.is_none_or(|last| at > last));
    if is_lost && !told.text.contains(KILL) {
        return Err("records of it were overwritten before they were read".to_owned());
    }
    Ok(told)
}

fn seen(planned: &Planned, watching: &Watching) -> Seen {
    watching.alarm.with(|state| Seen {
        answered: state.answered_before_fall(),
        ended: state.ended,
        reach: state.reach.clone(),
        is_host_here: planned.server.host.is_none(),
        ..Seen::default()
    })
}

fn tracks(watching: &Watching, fall: Timestamp) -> Vec<Track> {
    let since = fall.checked_sub(FIGURES_BEFORE).unwrap_or(fall);
    watching.with(|target| {
        let series = target.series().into_iter();
        let series = series.filter(|it| METRICS.contains(&it.metric));
        let tracks = series.map(|it| {
            let labels: Vec<&str> = it.labels.iter().map(String::as_str).collect();
            let points = target.recent(it.metric, &labels, since);
            Track {
                metric: it.metric,
                points,
                labels: it.labels,
            }
        });
        tracks.collect()
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use plimsoll_diagnose::Seen;

    use super::super::answer::answer;
    use super::super::kernel::Told;
    use super::{Evidence, KILL, whole};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_780_000_000 + second).unwrap()
    }

    fn told(lost: Option<i64>, text: &str) -> Told {
        Told {
            read: at(0),
            lost: lost.map(at),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_log_with_a_hole_clears_nothing_and_says_so() {
        let kill = format!("2026-05-28T20:26:50,000000+00:00 Out of memory: {KILL}5 (postgres)\n");
        let last = Some(at(10));
        assert!(whole(told(None, ""), last).is_ok());
        // Before the server answered last it is of no fall of now.
        assert!(whole(told(Some(9), ""), last).is_ok());
        assert!(whole(told(Some(11), ""), last).is_err());
        let kernel = whole(told(Some(11), &kill), last);
        let evidence = Evidence {
            from: at(0),
            log: None,
            kernel,
            told: Vec::new(),
            noticed: Vec::new(),
            seen: Seen::default(),
            configured: None,
        };
        let incident = answer(evidence, at(12));
        let read = incident.read.iter().find(|it| it.file == "/dev/kmsg");
        expect_test::expect![[r#"
            [
                "in part: records were overwritten before they were read, the last at 2026-05-28T20:26:51Z",
            ]
        "#]]
        .assert_debug_eq(&read.unwrap().remarks);
    }
}
