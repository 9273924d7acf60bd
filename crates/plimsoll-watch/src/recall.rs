//! What was learned of a server before this process watched it, learned again from the
//! stretches that a history has: means of ten seconds make minutes as samples do, means
//! of five minutes still tell what sessions take and what is usual at an hour. Knows
//! nothing of where a history is or how it is asked.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use plimsoll_model::{Event, EventKind, Metric};

use crate::input::{Cap, Configured};
use crate::learned::Learned;
use crate::memory::Exact;
use crate::moment::{Moment, moment};
use crate::seen::{FREE, Gathering, Seen};
use crate::slice::{Slice, Stretch};

/// Where so many stretches are missing in a row, nobody knows whether the server was
/// started meanwhile.
const MISSING_MAX: i64 = 12;
/// Stretches of this length make minutes; longer ones do not.
const FINE: i64 = 10_000;

/// What is learned of a history, told from the oldest stretch to the newest.
#[derive(Debug)]
pub struct Recall {
    learned: Learned,
    caps: Vec<Cap>,
    /// What ended a life of the server, the first first.
    breaks: VecDeque<(Moment, Break)>,
    /// From here on it is known that no start was missed.
    present: Moment,
    /// From here on the target saw by itself.
    until: Moment,
    /// How long what the server said last holds, in milliseconds.
    holds: i64,
    /// The newest figures of the server that a minute of its memory needs.
    server: Option<(Moment, Seen)>,
    /// The end of the newest stretch.
    told: Option<Moment>,
}

/// After what nothing is compared with what was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// The server started.
    Start,
    /// Settings moved that its memory hangs on.
    Settings,
}

impl Recall {
    /// What is learned from, and is all that need be told.
    pub const METRICS: [Metric; 9] = [
        Metric::MemoryAnonBytes,
        Metric::MemoryShmemBytes,
        Metric::MemoryKernelBytes,
        Metric::MemorySwapBytes,
        Metric::Sessions,
        Metric::CachePages,
        Metric::StatementsTotal,
        Metric::StatementSecondsTotal,
        Metric::TransactionsTotal,
    ];

    /// Of a server that its target sees since a moment, and that says when it started.
    pub(crate) fn new(
        configured: &Configured,
        events: &[Event],
        until: Moment,
        started: Option<Moment>,
        holds: i64,
    ) -> Self {
        let present = started.map_or(until, |started| started.min(until));
        let breaks = events.iter().filter_map(|it| broke(it, configured));
        let mut breaks: Vec<(Moment, Break)> = breaks.collect();
        breaks.push((present, Break::Start));
        breaks.sort_by_key(|(at, _)| *at);
        Self {
            learned: Learned::new(),
            caps: configured.caps.clone(),
            breaks: breaks.into(),
            present,
            until,
            holds,
            server: None,
            told: None,
        }
    }

    /// Takes stretches of so many seconds: those behind all that were told before.
    pub fn take(&mut self, seconds: u32, slices: &[Slice]) {
        self.hear(i64::from(seconds.max(1)) * 1000, slices, Exact::No);
    }

    /// The moment from which on something was learned; nothing where nothing was told.
    pub fn from(&self) -> Option<Timestamp> {
        self.learned.from.map(crate::moment::timestamp)
    }

    /// What was learned, with what the target itself saw since.
    pub(crate) fn finish(
        mut self,
        own: &[Slice],
        events: &[Event],
        configured: &Configured,
    ) -> Learned {
        let breaks = events.iter().filter_map(|it| broke(it, configured));
        let later = breaks.filter(|(at, _)| *at >= self.until);
        self.breaks.extend(later);
        self.breaks.make_contiguous().sort_by_key(|(at, _)| *at);
        self.until = Moment::MAX;
        self.hear(FINE, own, Exact::Yes);
        self.learned
    }

    fn hear(&mut self, length: i64, slices: &[Slice], exact: Exact) {
        for (at, seen) in rows(slices) {
            let end = at.saturating_add(length);
            let is_new = self.told.is_none_or(|told| told <= at);
            if !is_new || end > self.until {
                continue;
            }
            self.miss(at, length);
            self.told = Some(end);
            if !self.breaks_within(at, length) {
                self.row(at, length, seen, exact);
            }
        }
    }

    /// Breaks where stretches are missing: whoever did not look saw no start.
    fn miss(&mut self, at: Moment, length: i64) {
        let missing = self.told.map_or(0, |told| at.saturating_sub(told) / length);
        if missing >= MISSING_MAX && at < self.present {
            self.learned.memory.restarted();
        }
    }

    /// Breaks at what happened up to the end of a stretch; whether some of it lies
    /// within, so that its figures are of neither side.
    fn breaks_within(&mut self, at: Moment, length: i64) -> bool {
        let mut is_within = false;
        while let Some((when, what)) = self.breaks.front().copied() {
            if when >= at.saturating_add(length) {
                break;
            }
            self.breaks.pop_front();
            is_within |= when > at;
            match what {
                Break::Start => self.learned.memory.restarted(),
                Break::Settings => self.learned.memory.reconfigured(),
            }
        }
        is_within
    }

    fn row(&mut self, at: Moment, length: i64, seen: Seen, exact: Exact) {
        self.learned.from.get_or_insert(at);
        if seen.sessions.is_some() {
            self.server = Some((at, seen));
        }
        let held = self
            .server
            .filter(|(when, _)| at.saturating_sub(*when) <= self.holds);
        let memory = Seen {
            sessions: held.and_then(|(_, held)| held.sessions),
            pool_used: held.and_then(|(_, held)| held.pool_used),
            ..seen
        };
        let learned = &mut self.learned;
        if length > FINE {
            learned.compare_long(&seen, at);
            learned.memory.remember_long(&memory, at, &self.caps);
        } else {
            learned.compare(&seen, at);
            learned.memory.remember(&memory, at, &self.caps, exact);
        }
    }
}

/// What an event ends.
fn broke(event: &Event, configured: &Configured) -> Option<(Moment, Break)> {
    let what = match event.kind {
        EventKind::Restart => Break::Start,
        _ if moves_memory(event, configured) => Break::Settings,
        _ => return None,
    };
    Some((moment(event.at), what))
}

/// Whether it tells of a setting that the server's memory hangs on.
pub(crate) fn moves_memory(event: &Event, configured: &Configured) -> bool {
    let words = || {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        event.message.split(move |letter| !is_name(letter))
    };
    let names = || configured.parameters.iter();
    event.kind == EventKind::ConfigChange
        && words().any(|word| names().any(|name| name.eq_ignore_ascii_case(word)))
}

/// The figures of each stretch, the oldest first.
fn rows(slices: &[Slice]) -> impl Iterator<Item = (Moment, Seen)> {
    let mut rows: BTreeMap<Moment, Gathering> = BTreeMap::new();
    for slice in slices {
        let is_free = slice.labels.iter().any(|label| label == FREE);
        for stretch in &slice.stretches {
            let row = rows.entry(moment(stretch.at)).or_default();
            add(row, slice.metric, is_free, stretch);
        }
    }
    rows.into_iter().map(|(at, row)| (at, row.seen()))
}

fn add(row: &mut Gathering, metric: Metric, is_free: bool, stretch: &Stretch) {
    let mean = f64::from(stretch.mean);
    row.add(metric, is_free, mean, Some(mean));
    if metric == Metric::MemoryAnonBytes {
        row.seen.anon_most = Some(f64::from(stretch.max));
    }
}
