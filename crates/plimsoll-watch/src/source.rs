//! One source of a target: how it does, what it brought last and its last 15 minutes.

use plimsoll_model::{Blocker, Brought, Gap, Sample, Source, SourceState};

use crate::moment::{Moment, millis, timestamp};
use crate::slice::LATE;
use crate::table::{Room, Table};

/// How often a source is held to be asked that nobody announced.
const EVERY_SECONDS_UNTOLD: f64 = 60.0;
/// A source is silent once it has not answered for as many of its intervals.
const SILENT_INTERVALS: f64 = 3.0;
/// What somebody else samples comes so many of its intervals late at most.
const PACED_LATE_INTERVALS: f64 = 2.0;
/// What of one sample's gaps and blockers is kept.
const GAPS_MAX: usize = 24;
const BLOCKERS_MAX: usize = 16;
/// Characters of a text that came from outside.
pub(crate) const TEXT_MAX: usize = 300;

/// One source.
#[derive(Debug)]
pub(crate) struct Watching {
    source: Source,
    every_seconds: f64,
    pub(crate) table: Table,
    /// Milliseconds that its samples may come after they were taken.
    pub(crate) late: i64,
    took_seconds: Option<f64>,
    taken: u64,
    missed: u64,
    why: Option<String>,
    gaps: Vec<Gap>,
    blockers: Vec<Blocker>,
}

impl Watching {
    pub(crate) fn new(source: Source, every_seconds: Option<f64>) -> Self {
        let every_seconds = bounded_every(every_seconds.unwrap_or(EVERY_SECONDS_UNTOLD));
        Self {
            source,
            every_seconds,
            table: Table::new(every_seconds),
            late: LATE,
            took_seconds: None,
            taken: 0,
            missed: 0,
            why: None,
            gaps: Vec::new(),
            blockers: Vec::new(),
        }
    }

    pub(crate) fn take(&mut self, sample: &Sample, at: Moment, room: Room) {
        self.table.take(sample, at, room);
        self.took_seconds = Some(sample.took_seconds);
        self.taken = self.taken.saturating_add(1);
        self.why = None;
        self.gaps = sample.gaps.iter().take(GAPS_MAX).map(bounded).collect();
        let blockers = sample.blockers.iter().take(BLOCKERS_MAX);
        self.blockers = blockers.cloned().collect();
    }

    /// From now on it brings something so often: others took it, and have it for a while.
    pub(crate) fn pace(&mut self, every_seconds: f64) {
        self.every_seconds = bounded_every(every_seconds);
        self.late = LATE + millis(self.every_seconds * PACED_LATE_INTERVALS);
        self.table.pace(self.every_seconds);
    }

    pub(crate) fn miss(&mut self, why: &str) {
        self.missed = self.missed.saturating_add(1);
        self.why = Some(short(why));
    }

    pub(crate) const fn every_seconds(&self) -> f64 {
        self.every_seconds
    }

    /// How long an answer is believed, in milliseconds.
    pub(crate) fn holds(&self) -> i64 {
        millis(self.every_seconds * SILENT_INTERVALS)
    }

    /// Whether it answered lately enough to be believed.
    pub(crate) fn is_fresh(&self, now: Moment) -> bool {
        let last = self.table.last();
        last.is_some_and(|last| now.saturating_sub(last) <= self.holds())
    }

    pub(crate) fn state(&self) -> SourceState {
        SourceState {
            source: self.source,
            every_seconds: self.every_seconds,
            last: self.table.last().map(timestamp),
            took_seconds: self.took_seconds,
            taken: self.taken,
            missed: self.missed,
            why: self.why.clone(),
        }
    }

    pub(crate) fn brought(&self) -> Brought {
        let columns = self.table.columns.iter();
        let columns = columns.filter(|column| column.value.is_finite());
        Brought {
            every_seconds: self.every_seconds,
            last: self.table.last().map(timestamp),
            why: self.why.clone(),
            readings: columns
                .map(|it| (timestamp(it.at), it.reading(it.value)))
                .collect(),
            gaps: self.gaps().collect(),
        }
    }

    pub(crate) fn blockers(&self) -> &[Blocker] {
        &self.blockers
    }

    /// What it could not bring, and what found no room.
    pub(crate) fn gaps(&self) -> impl Iterator<Item = Gap> + '_ {
        let refused = (self.table.refused > 0).then(|| Gap {
            what: format!("{} series", self.source.as_str()),
            why: format!(
                "{} of them are not kept: one server has at most {}, and {} figures in all",
                self.table.refused,
                crate::SERIES_MAX,
                crate::RECENT_POINTS_MAX
            ),
            grant: None,
        });
        self.gaps.iter().cloned().chain(refused)
    }

    pub(crate) fn size_bytes(&self) -> usize {
        let gaps = self.gaps.iter().map(|gap| {
            let grant = gap.grant.as_ref().map_or(0, String::capacity);
            size_of::<Gap>() + gap.what.capacity() + gap.why.capacity() + grant
        });
        let blockers = self.blockers.iter().map(|it| {
            let database = it.database.as_ref().map_or(0, String::capacity);
            size_of::<Blocker>() + it.user.capacity() + it.state.capacity() + database
        });
        let why = self.why.as_ref().map_or(0, String::capacity);
        size_of::<Self>()
            + self.table.size_bytes()
            + gaps.sum::<usize>()
            + blockers.sum::<usize>()
            + why
    }
}

fn bounded_every(seconds: f64) -> f64 {
    if seconds.is_finite() {
        seconds.clamp(0.1, 86_400.0)
    } else {
        EVERY_SECONDS_UNTOLD
    }
}

fn bounded(gap: &Gap) -> Gap {
    Gap {
        what: short(&gap.what),
        why: short(&gap.why),
        grant: gap.grant.as_deref().map(short),
    }
}

/// A text that came from outside, cut to what is kept of one.
pub(crate) fn short(text: &str) -> String {
    text.chars().take(TEXT_MAX).collect()
}
