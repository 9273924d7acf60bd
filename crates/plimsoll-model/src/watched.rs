//! A server as the watch sees it at one moment: what `status`, `top`, the API and
//! `/metrics` show. Plain data; who made it of samples is not known here.

use jiff::Timestamp;

use crate::{Blocker, Engine, Event, Gap, Known, Metric, Reach, Reading, Source};

/// A server, and what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// Its name in plimsoll.toml.
    pub name: String,
    /// Its engine, once it has told.
    pub engine: Option<Engine>,
    /// What it calls its version.
    pub version_text: Option<String>,
    /// As of when this is said.
    pub at: Timestamp,
    /// Whether it can be asked; `None` until it was tried.
    pub reach: Option<Reach>,
    /// Since when.
    pub reach_since: Option<Timestamp>,
    /// Every source that it is watched by.
    pub sources: Vec<SourceState>,
    /// The newest readings, counters as the sums they are. Those of a source that has
    /// not answered for three of its intervals are left out.
    pub latest: Vec<Reading>,
    /// What the counters among them grew by a second, over the last interval.
    pub rates: Vec<Reading>,
    /// Time of a statement, over the last interval; `None` where none ran, or nobody
    /// counts them.
    pub statement_seconds: Option<f64>,
    /// The memory against the limit.
    pub line: WaterLine,
    /// From when on what is learned of it was seen: by this process, or in a history.
    pub learned_from: Option<Timestamp>,
    /// What is far from what is usual for this server at this hour, or was.
    pub unusual: Vec<Unusual>,
    /// Those whom others wait for.
    pub blockers: Vec<Blocker>,
    /// What happened lately, the newest first.
    pub events: Vec<Event>,
    /// What could not be had.
    pub gaps: Vec<Gap>,
}

/// How one source does.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceState {
    /// Which.
    pub source: Source,
    /// How often it is asked.
    pub every_seconds: f64,
    /// When it last answered.
    pub last: Option<Timestamp>,
    /// How long that took.
    pub took_seconds: Option<f64>,
    /// Samples taken since the watch began.
    pub taken: u64,
    /// Samples that were due and not taken: late, refused, or still waiting.
    pub missed: u64,
    /// Why the newest was missed; `None` where it was not.
    pub why: Option<String>,
}

/// What one source brought last, as another daemon takes it over.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// How often it is asked.
    pub every_seconds: f64,
    /// When its newest sample was taken; `None`: there was none yet.
    pub last: Option<Timestamp>,
    /// Why the newest look brought nothing; `None` where it did.
    pub why: Option<String>,
    /// The newest reading of each series, counters as the sums they are, and when it was
    /// taken: some are asked for seldomer than others.
    pub readings: Vec<(Timestamp, Reading)>,
    /// What could not be had.
    pub gaps: Vec<Gap>,
}

/// Memory against the limit, now and to come.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterLine {
    /// The limit.
    pub limit_bytes: Known<u64>,
    /// What is held now and cannot be taken back.
    pub held_bytes: Known<u64>,
    /// Sessions of clients now.
    pub sessions: Known<u64>,
    /// Sessions at which it goes under, learned from what this server's sessions take.
    pub learned: Known<LearnedLine>,
    /// The same by the bill of its configuration; `None` where that has none.
    pub bill_sessions: Known<u64>,
    /// When it goes under if what grows goes on; unknown where nothing grows that the
    /// configuration does not cap.
    pub forecast: Known<Forecast>,
}

/// What a server's own sessions taught.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LearnedLine {
    /// Sessions at which the limit is reached.
    pub sessions: u64,
    /// The same, were sessions as small as they may be (the 5th percentile).
    pub sessions_high: u64,
    /// The same, were they as large as they may be (the 95th).
    pub sessions_low: u64,
    /// What is held with no session.
    pub base_bytes: u64,
    /// What one more session takes.
    pub session_bytes: u64,
    /// Samples that this rests on.
    pub samples: u64,
}

/// A limit that will be met.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// When, at the growth that was seen.
    pub at: Timestamp,
    /// The soonest, at the steepest growth that fits (the 95th percentile).
    pub earliest: Timestamp,
    /// The latest, at the flattest (the 5th); `None`: perhaps never.
    pub latest: Option<Timestamp>,
    /// What grows.
    pub grows: Metric,
    /// By how much.
    pub bytes_per_hour: u64,
}

/// A figure beside what is usual for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unusual {
    /// What, in words (`statement latency`).
    pub what: String,
    /// Now.
    pub now: f64,
    /// Usually: the median of the baseline.
    pub usual: f64,
    /// How far the middle nine tenths of the baseline go.
    pub usual_range: (f64, f64),
    /// Unit of the three (`seconds`, `1/s`).
    pub unit: &'static str,
    /// Since when.
    pub since: Timestamp,
}
