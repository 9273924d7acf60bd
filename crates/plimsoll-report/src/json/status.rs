//! `plimsoll.status/1`: what the daemon sees now. The daemon writes it; `plimsoll
//! status` reads it again and shows it, so these types are the format itself.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_model::{Event, Known, Metric, Reading, SourceState, Watched};
use serde::{Deserialize, Serialize};

use super::services::{ServiceStatus, services};
use super::{IncidentStatus, read, written};

const SCHEMA: &str = "plimsoll.status/1";

/// What the daemon sees, and how it does itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    schema: String,
    /// As of when.
    pub time: String,
    /// The daemon.
    pub daemon: Daemon,
    /// The servers, in the order of plimsoll.toml.
    pub servers: Vec<ServerStatus>,
}

/// How the daemon does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Daemon {
    /// Its version.
    pub version: String,
    /// When it began.
    pub started: String,
    /// What is not well with it, a line each.
    pub troubles: Vec<String>,
}

/// One server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServerStatus {
    /// Its name in plimsoll.toml.
    pub name: String,
    /// Its engine, once it has told.
    pub engine: Option<String>,
    /// What it calls its version.
    pub version: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// `up`, `down`, `not_ready`, `no_slot`, `login_refused`, `silent`, `unfit`; null
    /// until it was tried.
    pub reach: Option<String>,
    /// Why it is not up.
    pub why: Option<String>,
    /// Since when it is so.
    pub since: Option<String>,
    /// The memory that it may have.
    pub limit_bytes: Option<u64>,
    /// What is held and cannot be taken back.
    pub held_bytes: Option<u64>,
    /// Sessions of clients.
    pub sessions: Option<u64>,
    /// Sessions at which it goes under.
    pub load_line: LoadLine,
    /// Time of a statement, over the last interval.
    pub statement_seconds: Option<f64>,
    /// Transactions ended a second, over the last interval.
    pub transactions_per_second: Option<f64>,
    /// Sessions that wait for a lock that another has.
    pub blocked_sessions: Option<u64>,
    /// Why what is null is so.
    pub unknown: BTreeMap<String, String>,
    /// What is not well with it, a line each.
    pub troubles: Vec<String>,
    /// How each source does.
    pub sources: Vec<SourceStatus>,
    /// The services that stand on it.
    pub services: Vec<ServiceStatus>,
    /// Sessions that others wait for.
    pub blockers: Vec<BlockerStatus>,
    /// What is far from what is usual.
    pub unusual: Vec<UnusualStatus>,
    /// What happened lately, the newest first.
    pub events: Vec<EventStatus>,
    /// What could not be had.
    pub gaps: Vec<GapStatus>,
    /// What took it down, while that is news.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentStatus>,
}

/// Sessions at which a server goes under, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadLine {
    /// By the bill of its configuration.
    pub bill_sessions: Option<u64>,
    /// Learned from what its sessions take.
    pub learned_sessions: Option<u64>,
    /// The same, were they as large as they may be.
    pub learned_low_sessions: Option<u64>,
    /// The same, were they as small.
    pub learned_high_sessions: Option<u64>,
    /// From when on what is learned of the server was seen, by this daemon or one before.
    #[serde(default)]
    pub learned_from: Option<String>,
    /// When it goes under if what grows goes on.
    pub forecast: Option<ForecastStatus>,
}

/// A limit that will be met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastStatus {
    /// When.
    pub time: String,
    /// The soonest.
    pub earliest: String,
    /// The latest; null: perhaps never.
    pub latest: Option<String>,
    /// The metric that grows.
    pub grows: String,
    /// By how much.
    pub bytes_per_hour: u64,
}

/// How one source does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceStatus {
    /// `host`, `server`, `seldom`, `pooler`, `service`.
    pub source: String,
    /// How often it is asked.
    pub every_seconds: f64,
    /// When it last answered.
    pub last: Option<String>,
    /// How long that took.
    pub took_seconds: Option<f64>,
    /// Samples taken.
    pub taken: u64,
    /// Samples that were due and not taken.
    pub missed: u64,
    /// Why the newest was missed.
    pub why: Option<String>,
}

/// A session that others wait for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockerStatus {
    /// The server's number of it.
    pub session: u64,
    /// Its role or account.
    pub user: String,
    /// Its database.
    pub database: Option<String>,
    /// What it does.
    pub state: String,
    /// Age of its transaction.
    pub transaction_seconds: Option<f64>,
    /// Sessions that wait for it.
    pub blocked: u64,
}

/// A figure beside what is usual.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnusualStatus {
    /// What.
    pub what: String,
    /// Now.
    pub now: f64,
    /// Usually.
    pub usual: f64,
    /// Where the middle nine tenths begin.
    pub usual_low: f64,
    /// And end.
    pub usual_high: f64,
    /// Of all four.
    pub unit: String,
    /// Since when.
    pub since: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventStatus {
    /// When.
    pub time: String,
    /// What kind of thing.
    pub kind: String,
    /// To what.
    pub target: String,
    /// In words.
    pub message: String,
    /// Who did it.
    pub actor: Option<String>,
    /// A commit, a ticket.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

/// What could not be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapStatus {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
    /// The statement that would let it be had.
    pub grant: Option<String>,
}

impl Status {
    /// What is seen of these servers at a moment.
    pub fn new(at: Timestamp, daemon: Daemon, servers: Vec<ServerStatus>) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            time: time(at),
            daemon,
            servers,
        }
    }

    /// As JSON.
    pub fn written(&self) -> String {
        written(self)
    }

    /// From JSON.
    ///
    /// # Errors
    /// Why it is not one, in a line.
    pub fn read(text: &str) -> Result<Self, String> {
        read(text, SCHEMA, |it: &Self| &it.schema)
    }
}

impl ServerStatus {
    /// What is seen of a server; who owns it and what is not well is told besides.
    pub fn of(server: &Watched, owner: Option<&str>, troubles: Vec<String>) -> Self {
        let mut unknown = BTreeMap::new();
        let line = &server.line;
        Self {
            name: server.name.clone(),
            engine: server.engine.map(|engine| engine.as_str().to_owned()),
            version: server.version_text.clone(),
            owner: owner.map(str::to_owned),
            reach: server.reach.as_ref().map(|it| it.as_str().to_owned()),
            why: server
                .reach
                .as_ref()
                .and_then(|it| it.why().map(str::to_owned)),
            since: server.reach_since.map(time),
            limit_bytes: known(&line.limit_bytes, "limit_bytes", &mut unknown),
            held_bytes: known(&line.held_bytes, "held_bytes", &mut unknown),
            sessions: known(&line.sessions, "sessions", &mut unknown),
            load_line: load_line(server, &mut unknown),
            statement_seconds: server.statement_seconds,
            transactions_per_second: sum(&server.rates, Metric::TransactionsTotal),
            blocked_sessions: sum(&server.latest, Metric::BlockedSessions).map(|it| it as u64),
            unknown,
            troubles,
            sources: server.sources.iter().map(source).collect(),
            services: services(server),
            blockers: server.blockers.iter().map(blocker).collect(),
            unusual: server.unusual.iter().map(unusual).collect(),
            events: server.events.iter().map(event).collect(),
            gaps: server.gaps.iter().map(gap).collect(),
            incident: None,
        }
    }
}

fn load_line(server: &Watched, unknown: &mut BTreeMap<String, String>) -> LoadLine {
    let line = &server.line;
    let learned = known(&line.learned, "learned_sessions", unknown);
    let forecast = known(&line.forecast, "forecast", unknown);
    LoadLine {
        bill_sessions: known(&line.bill_sessions, "bill_sessions", unknown),
        learned_sessions: learned.map(|it| it.sessions),
        learned_low_sessions: learned.map(|it| it.sessions_low),
        learned_high_sessions: learned.map(|it| it.sessions_high),
        learned_from: server.learned_from.map(time),
        forecast: forecast.map(|it| ForecastStatus {
            time: time(it.at),
            earliest: time(it.earliest),
            latest: it.latest.map(time),
            grows: it.grows.name().to_owned(),
            bytes_per_hour: it.bytes_per_hour,
        }),
    }
}

/// A known fact, or nothing with the reason noted.
fn known<T: Clone>(
    fact: &Known<T>,
    field: &str,
    unknown: &mut BTreeMap<String, String>,
) -> Option<T> {
    if let Some(why) = fact.why() {
        unknown.insert(field.to_owned(), why.to_owned());
    }
    fact.get().cloned()
}

/// All readings of a metric together; `None` where there is none.
fn sum(readings: &[Reading], metric: Metric) -> Option<f64> {
    let mut of = readings.iter().filter(|it| it.metric == metric).peekable();
    of.peek()?;
    Some(of.map(|it| it.value).sum())
}

fn source(it: &SourceState) -> SourceStatus {
    SourceStatus {
        source: it.source.as_str().to_owned(),
        every_seconds: it.every_seconds,
        last: it.last.map(time),
        took_seconds: it.took_seconds,
        taken: it.taken,
        missed: it.missed,
        why: it.why.clone(),
    }
}

fn blocker(it: &plimsoll_model::Blocker) -> BlockerStatus {
    BlockerStatus {
        session: it.session,
        user: it.user.clone(),
        database: it.database.clone(),
        state: it.state.clone(),
        transaction_seconds: it.transaction_seconds,
        blocked: it.blocked,
    }
}

fn unusual(it: &plimsoll_model::Unusual) -> UnusualStatus {
    UnusualStatus {
        what: it.what.clone(),
        now: it.now,
        usual: it.usual,
        usual_low: it.usual_range.0,
        usual_high: it.usual_range.1,
        unit: it.unit.to_owned(),
        since: time(it.since),
    }
}

fn event(it: &Event) -> EventStatus {
    EventStatus {
        time: time(it.at),
        kind: it.kind.as_str().to_owned(),
        target: it.target.clone(),
        message: it.message.clone(),
        actor: it.actor.clone(),
        reference: it.reference.clone(),
    }
}

fn gap(it: &plimsoll_model::Gap) -> GapStatus {
    GapStatus {
        what: it.what.clone(),
        why: it.why.clone(),
        grant: it.grant.clone(),
    }
}

/// To the second: nobody acts on less.
pub(super) fn time(at: Timestamp) -> String {
    format!("{at:.0}")
}
