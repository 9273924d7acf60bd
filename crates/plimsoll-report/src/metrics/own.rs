//! How the daemon itself does.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_model::FamilyKind::{self, Counter, Gauge};

use super::page::Page;

/// The daemon's own figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// Its version.
    pub version: &'static str,
    /// When it began.
    pub started: Timestamp,
    /// Memory that it holds, where the kernel says.
    pub resident_bytes: Option<u64>,
    /// Processor time that it took.
    pub cpu_seconds: Option<f64>,
    /// Files and connections that it has open.
    pub open_files: Option<u64>,
    /// Connections to servers that are open.
    pub connections: u64,
    /// Tasks that failed by a fault of Plimsoll and were begun again.
    pub panics: u64,
    /// Configurations read anew, by how that went.
    pub reloads: BTreeMap<&'static str, u64>,
    /// Events that were told.
    pub events: u64,
    /// How keeping history does; `None`: none is kept.
    pub history: Option<Keeping>,
    /// Falls, by server and class of the cause.
    pub incidents: BTreeMap<(String, String), u64>,
}

/// How keeping history does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keeping {
    /// Whether the last write went through.
    pub is_up: bool,
    /// Why it did not.
    pub why: Option<String>,
    /// For how long nothing was written; 15 minutes of it are not lost.
    pub behind_seconds: u64,
    /// For how long nothing was kept, in all.
    pub lost_seconds: u64,
    /// Events and series' stretches that no history takes.
    pub unfit: u64,
}

type Figure = (&'static str, FamilyKind, Option<f64>, &'static str);

pub(super) fn own(page: &mut Page, own: &Own) {
    page.begin(
        "plimsoll_build_info",
        "1, with the daemon's version.",
        Gauge,
    );
    page.point([("version", own.version)], 1.0);
    plain(page, &process(own));
    page.begin(
        "plimsoll_config_reloads_total",
        "Configurations read anew, by how that went.",
        Counter,
    );
    for (outcome, count) in &own.reloads {
        page.point([("outcome", *outcome)], *count as f64);
    }
    page.begin(
        "plimsoll_incidents_total",
        "Falls of servers, by what took them down.",
        Counter,
    );
    for ((server, class), count) in &own.incidents {
        let labels = [("server", server.as_str()), ("class", class.as_str())];
        page.point(labels, *count as f64);
    }
    if let Some(history) = &own.history {
        plain(page, &keeping(history));
    }
}

fn process(own: &Own) -> [Figure; 7] {
    let bytes = own.resident_bytes.map(|it| it as f64);
    let files = own.open_files.map(|it| it as f64);
    let started = own.started.as_millisecond() as f64 / 1000.0;
    let count = |count: u64| Some(count as f64);
    [
        (
            "process_start_time_seconds",
            Gauge,
            Some(started),
            "When the daemon began.",
        ),
        (
            "process_resident_memory_bytes",
            Gauge,
            bytes,
            "Memory that the daemon holds.",
        ),
        (
            "process_cpu_seconds_total",
            Counter,
            own.cpu_seconds,
            "Processor time of the daemon.",
        ),
        (
            "process_open_fds",
            Gauge,
            files,
            "Files and connections that the daemon has open.",
        ),
        (
            "plimsoll_connections",
            Gauge,
            count(own.connections),
            "Connections to servers that are open.",
        ),
        (
            "plimsoll_task_panics_total",
            Counter,
            count(own.panics),
            "Tasks that failed by a fault of Plimsoll and were begun again.",
        ),
        (
            "plimsoll_events_total",
            Counter,
            count(own.events),
            "Events that were told.",
        ),
    ]
}

fn keeping(history: &Keeping) -> [Figure; 4] {
    [
        (
            "plimsoll_history_up",
            Gauge,
            Some(f64::from(u8::from(history.is_up))),
            "1 where the last write into the history went through.",
        ),
        (
            "plimsoll_history_behind_seconds",
            Gauge,
            Some(history.behind_seconds as f64),
            "For how long nothing was written into it; 15 minutes wait without loss.",
        ),
        (
            "plimsoll_history_lost_seconds_total",
            Counter,
            Some(history.lost_seconds as f64),
            "Time of which it has nothing, because it could not be written for longer.",
        ),
        (
            "plimsoll_history_unfit_total",
            Counter,
            Some(history.unfit as f64),
            "Events and series that were left out of it, for no history takes such.",
        ),
    ]
}

fn plain(page: &mut Page, figures: &[Figure]) {
    for (name, kind, value, help) in figures {
        if let Some(value) = value {
            page.begin(name, help, *kind);
            page.point([], *value);
        }
    }
}
