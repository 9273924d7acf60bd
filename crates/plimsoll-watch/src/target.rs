//! One server that is watched: takes what was read of it and says how it is.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use plimsoll_model::{
    Brought, Engine, Event, EventKind, Known, Metric, Reach, Reading, Sample, Source, Watched,
    WaterLine,
};

use crate::input::{Configured, Input};
use crate::learned::Learned;
use crate::moment::{Moment, millis, moment, seconds, timestamp};
use crate::recall::{Recall, moves_memory};
use crate::seen::Seen;
use crate::slice::{Handed, Slice, slices};
use crate::source::{Watching, short};
use crate::table::{HOST_POINTS, RECENT_POINTS_MAX, RECENT_SECONDS, Room, SERIES_MAX};

/// Events that are kept.
const EVENTS_MAX: usize = 32;
/// Start times that differ by less are one start, told twice.
const START_SECONDS_SAME: f64 = 2.0;

/// One server that is watched.
#[derive(Debug)]
pub struct Target {
    name: String,
    engine: Option<Engine>,
    version_text: Option<String>,
    reach: Option<(Reach, Timestamp)>,
    sources: BTreeMap<Source, Watching>,
    handed: BTreeMap<Source, Handed>,
    configured: Configured,
    events: VecDeque<Event>,
    /// When the server started, as it last said.
    started: Option<f64>,
    learned: Learned,
}

impl Target {
    /// One of that name, whose sources are asked so often, in seconds.
    pub fn new(name: impl Into<String>, every: BTreeMap<Source, f64>) -> Self {
        let sources = every.into_iter();
        let sources = sources.map(|(source, every)| (source, Watching::new(source, Some(every))));
        Self {
            name: name.into(),
            engine: None,
            version_text: None,
            reach: None,
            sources: sources.collect(),
            handed: BTreeMap::new(),
            configured: Configured::default(),
            events: VecDeque::new(),
            started: None,
            learned: Learned::new(),
        }
    }

    /// Takes what was read; an event comes back where it was noticed from samples alone
    /// that something happened (the server started anew). It is among the target's
    /// events already.
    pub fn take(&mut self, input: Input) -> Option<Event> {
        match input {
            Input::Sample(sample) => return self.take_sample(&sample),
            Input::Missed { source, why, .. } => self.watching(source).miss(&why),
            Input::Paced {
                source,
                every_seconds,
            } => self.watching(source).pace(every_seconds),
            Input::Reached { at, reach } => self.reached(at, reach),
            Input::Identity {
                engine,
                version_text,
            } => {
                self.engine = Some(engine);
                self.version_text = Some(short(&version_text));
            }
            Input::Configured(configured) => self.configured = configured,
            Input::Happened(event) => self.happened(event),
        }
        None
    }

    fn take_sample(&mut self, sample: &Sample) -> Option<Event> {
        let at = moment(sample.at);
        let room = self.room(sample.source);
        self.watching(sample.source).take(sample, at, room);
        let seen = Seen::of(self.sources.values(), at);
        let event = self.restarted(&seen);
        if event.is_some() {
            self.learned.memory.restarted();
        }
        let limit = self.limit(&seen).get().copied();
        self.learned.from.get_or_insert(at);
        if sample.source == Source::Server {
            self.learned.compare(&seen, at);
        }
        // Between its samples memory is what it was, and sessions may not be.
        if sample
            .readings
            .iter()
            .any(|it| it.metric == Metric::MemoryAnonBytes)
        {
            let caps = &self.configured.caps;
            self.learned.memory.take(&seen, at, limit, caps);
        }
        event
    }

    /// Notices that the server says another start than before.
    fn restarted(&mut self, seen: &Seen) -> Option<Event> {
        let started = seen.started?;
        let before = self.started.replace(started)?;
        if started - before < START_SECONDS_SAME {
            return None;
        }
        let event = Event {
            at: timestamp((started * 1000.0) as Moment),
            kind: EventKind::Restart,
            target: self.name.clone(),
            message: "the server started anew".to_owned(),
            actor: None,
            reference: None,
        };
        self.happened(event.clone());
        Some(event)
    }

    fn reached(&mut self, at: Timestamp, reach: Reach) {
        match &mut self.reach {
            // The words may differ from one try to another; what is to be done does not.
            Some((before, _)) if before.as_str() == reach.as_str() => *before = reach,
            _ => self.reach = Some((reach, at)),
        }
    }

    fn happened(&mut self, event: Event) {
        let event = Event {
            message: short(&event.message),
            target: short(&event.target),
            actor: event.actor.as_deref().map(short),
            reference: event.reference.as_deref().map(short),
            ..event
        };
        if moves_memory(&event, &self.configured) {
            self.learned.memory.reconfigured();
        }
        let index = self.events.partition_point(|it| it.at > event.at);
        self.events.insert(index, event);
        self.events.truncate(EVENTS_MAX);
    }

    fn watching(&mut self, source: Source) -> &mut Watching {
        let sources = self.sources.entry(source);
        sources.or_insert_with(|| Watching::new(source, None))
    }

    /// What the other sources' series leave.
    fn room(&self, source: Source) -> Room {
        let others = self.sources.iter().filter(|(other, _)| **other != source);
        let others = others.map(|(other, it)| {
            let kept = if *other == Source::Host {
                HOST_POINTS
            } else {
                0
            };
            (it.table.columns.len(), it.table.points().max(kept))
        });
        let taken = others.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        Room {
            series: SERIES_MAX.saturating_sub(taken.0),
            points: RECENT_POINTS_MAX.saturating_sub(taken.1),
        }
    }

    /// How it was found when it was last asked; nothing where it never was.
    pub fn reach(&self) -> Option<&Reach> {
        self.reach.as_ref().map(|(reach, _)| reach)
    }

    /// How the server is, as of a moment.
    pub fn watched(&self, now: Timestamp) -> Watched {
        let at = moment(now);
        let fresh: Vec<&Watching> = self.sources.values().filter(|it| it.is_fresh(at)).collect();
        let newest = || fresh.iter().flat_map(|source| source.table.newest());
        let rates = newest().filter(|column| !column.rate.is_nan());
        let seen = Seen::of(self.sources.values(), at);
        let blockers = fresh.iter().flat_map(|source| source.blockers());
        Watched {
            name: self.name.clone(),
            engine: self.engine,
            version_text: self.version_text.clone(),
            at: now,
            reach: self.reach.as_ref().map(|(reach, _)| reach.clone()),
            reach_since: self.reach.as_ref().map(|(_, since)| *since),
            sources: self.sources.values().map(Watching::state).collect(),
            latest: newest().map(|it| it.reading(it.value)).collect(),
            rates: rates.map(|it| it.reading(f64::from(it.rate))).collect(),
            statement_seconds: seen.latency(),
            line: self.line(&seen, at),
            unusual: self.learned.unusual(at),
            learned_from: self.learned.from.map(timestamp),
            blockers: blockers.cloned().collect(),
            events: self.events.iter().cloned().collect(),
            gaps: fresh.iter().flat_map(|source| source.gaps()).collect(),
        }
    }

    fn line(&self, seen: &Seen, now: Moment) -> WaterLine {
        let known = |figure: Option<f64>, what: &str| match figure {
            Some(figure) => Known::Known(figure.max(0.0) as u64, "sampled".to_owned()),
            None => Known::Unknown(format!("{what} not seen")),
        };
        let limit = self.limit(seen);
        let limit_bytes = limit.get().copied();
        let caps = &self.configured.caps;
        let held_bytes = known(seen.held, "the server's memory is");
        let (learned, forecast) = match held_bytes.why() {
            // Of nothing nothing is learned, however many minutes go by.
            Some(why) if self.learned.memory.is_new() => (
                Known::Unknown(why.to_owned()),
                Known::Unknown(why.to_owned()),
            ),
            _ => (
                self.learned.memory.line(limit_bytes, caps),
                self.learned.memory.forecast(limit_bytes, caps, now),
            ),
        };
        WaterLine {
            limit_bytes: limit,
            held_bytes,
            sessions: known(seen.sessions, "sessions are"),
            learned,
            bill_sessions: self.configured.bill_sessions.clone(),
            forecast,
        }
    }

    /// The smaller of the limit that is seen and the one that was given.
    fn limit(&self, seen: &Seen) -> Known<u64> {
        let sampled = seen.limit.map(|limit| limit.max(0.0) as u64);
        match (sampled, &self.configured.limit_bytes) {
            (Some(sampled), Known::Known(given, _)) if *given < sampled => {
                self.configured.limit_bytes.clone()
            }
            (Some(sampled), _) => Known::Known(sampled, "sampled".to_owned()),
            (None, given) => given.clone(),
        }
    }

    /// The figures of one series since a moment, the oldest first, at most
    /// [`RECENT_SECONDS`](crate::RECENT_SECONDS) of them, exact to one part in ten
    /// million; of a counter, what it grew by a second.
    pub fn recent(
        &self,
        metric: Metric,
        labels: &[&str],
        since: Timestamp,
    ) -> Vec<(Timestamp, f64)> {
        let since = moment(since);
        let tables = self.sources.values().map(|source| &source.table);
        let mut found = tables.filter_map(|table| Some((table, table.column(metric, labels)?)));
        let Some((table, column)) = found.next() else {
            return Vec::new();
        };
        let rows = table.rows().filter(|(at, _)| *at >= since);
        let figures = rows.filter_map(|(at, row)| Some((at, column.figure(row, at)?)));
        figures
            .map(|(at, figure)| (timestamp(at), f64::from(figure)))
            .collect()
    }

    /// What a source brought last; `None`: it is not watched by that one.
    pub fn brought(&self, source: Source) -> Option<Brought> {
        Some(self.sources.get(&source)?.brought())
    }

    /// Seconds from one figure of a metric to the next; `None` where none is kept.
    pub fn step_seconds(&self, metric: Metric) -> Option<f64> {
        let has = |it: &&Watching| it.table.columns.iter().any(|it| it.metric == metric);
        self.sources.values().find(has).map(Watching::every_seconds)
    }

    /// The series that are kept, with what [`Target::recent`] asks for.
    pub fn series(&self) -> Vec<Reading> {
        let columns = self
            .sources
            .values()
            .flat_map(|source| source.table.columns.iter());
        columns.map(|column| column.reading(column.value)).collect()
    }

    /// Stretches of ten seconds that are finished and were not handed out. Rings go back
    /// [`RECENT_SECONDS`](crate::RECENT_SECONDS): what falls out of them unasked is lost.
    pub fn slices(&mut self, now: Timestamp) -> Vec<Slice> {
        let now = moment(now);
        let mut slices = Vec::new();
        for (source, watching) in &self.sources {
            let handed = self.handed.entry(*source).or_default();
            slices.extend(handed.next(&watching.table, now, watching.late));
        }
        slices
    }

    /// Begins to learn from a history, of which these events are: what it has of before
    /// this target saw anything. `None` where the target saw so much by itself that not
    /// all of it is kept any more: then it goes on from that.
    pub fn recalling(&self, now: Timestamp, events: &[Event]) -> Option<Recall> {
        let now = moment(now);
        let until = self.learned.from.unwrap_or(now);
        let started = self.started.map(millis);
        let holds = self.sources.get(&Source::Server).map_or(0, Watching::holds);
        (seconds(until, now) <= RECENT_SECONDS)
            .then(|| Recall::new(&self.configured, events, until, started, holds))
    }

    /// Takes what was learned from a history, and learns anew what it saw since by itself.
    pub fn recalled(&mut self, recall: Recall) {
        if recall.from().is_none() {
            return;
        }
        let tables = self.sources.values().map(|source| &source.table);
        let own = tables.flat_map(|table| slices(table, Moment::MIN..Moment::MAX));
        let events = self.events.make_contiguous();
        self.learned = recall.finish(&own.collect::<Vec<_>>(), events, &self.configured);
        let now = self.sources.values().filter_map(|it| it.table.last()).max();
        let seen = Seen::of(self.sources.values(), now.unwrap_or(Moment::MAX));
        let limit = self.limit(&seen).get().copied();
        self.learned.memory.learn(limit, &self.configured.caps);
    }

    /// What it holds of memory, in bytes, without what the allocator adds.
    pub fn size_bytes(&self) -> usize {
        let sources = self.sources.values().map(Watching::size_bytes);
        let events = self.events.iter().map(|event| {
            let texts = [event.actor.as_ref(), event.reference.as_ref()];
            let texts = texts.into_iter().flatten().map(String::capacity);
            size_of::<Event>()
                + event.message.capacity()
                + event.target.capacity()
                + texts.sum::<usize>()
        });
        size_of::<Self>()
            + self.learned.size_bytes()
            + sources.sum::<usize>()
            + events.sum::<usize>()
    }
}
