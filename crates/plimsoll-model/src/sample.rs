//! What one look at a server, its host or what stands around it brought: figures,
//! and what could not be had. Rates, judgements and history are made of samples
//! elsewhere.

use jiff::Timestamp;

use crate::{Gap, Metric};

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Of what.
    pub metric: Metric,
    /// A value for each of the metric's labels.
    pub labels: Vec<String>,
    /// The figure, in the metric's unit; never infinite and never "not a number".
    pub value: f64,
}

impl Reading {
    /// One without labels.
    pub const fn plain(metric: Metric, value: f64) -> Self {
        Self {
            metric,
            labels: Vec::new(),
            value,
        }
    }

    /// One with a value for its metric's only label.
    pub fn of(metric: Metric, label: impl Into<String>, value: f64) -> Self {
        Self {
            metric,
            labels: vec![label.into()],
            value,
        }
    }
}

/// Where a sample is from: each has an interval, a time-out and gaps of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The cgroup, the processes and the machine.
    Host,
    /// The server itself, asked by SQL.
    Server,
    /// Sizes and the like that are dear to ask for.
    Seldom,
    /// A pooler's own console.
    Pooler,
    /// Services that stand on the server.
    Service,
}

impl Source {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Host,
        Self::Server,
        Self::Seldom,
        Self::Pooler,
        Self::Service,
    ];

    /// Its name in the machine formats and in plimsoll.toml.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Server => "server",
            Self::Seldom => "seldom",
            Self::Pooler => "pooler",
            Self::Service => "service",
        }
    }
}

/// A session that others wait for and that waits for none itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocker {
    /// The server's number of it: a process, a thread.
    pub session: u64,
    /// Its role or account.
    pub user: String,
    /// Its database, if it is in one.
    pub database: Option<String>,
    /// What it does (`idle in transaction`), in the engine's words.
    pub state: String,
    /// Age of its transaction.
    pub transaction_seconds: Option<f64>,
    /// Sessions that wait for it, those that wait for a waiting one among them.
    pub blocked: u64,
}

/// What one look brought. Partial is normal: what is missing is in `gaps`.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// When the look began.
    pub at: Timestamp,
    /// Where it looked.
    pub source: Source,
    /// How long it took.
    pub took_seconds: f64,
    /// The figures, each metric and labels once.
    pub readings: Vec<Reading>,
    /// Those whom others wait for, the one that most wait for first.
    pub blockers: Vec<Blocker>,
    /// What could not be had, and why.
    pub gaps: Vec<Gap>,
}

/// Whether a server can be asked; what cannot be is told apart by what is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It answers.
    Up,
    /// Nothing listens, or it cannot be reached; the reason.
    Down(String),
    /// It starts, stops or recovers; its words.
    NotReady(String),
    /// It works, and every slot is taken; its words.
    NoSlot(String),
    /// It works and does not let Plimsoll's role in; its words.
    LoginRefused(String),
    /// It took the connection and does not answer; how long was waited.
    Silent(String),
    /// What answers cannot be watched (another program, a version too old, TLS); why.
    Unfit(String),
}

impl Reach {
    /// Its name in the machine formats.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down(_) => "down",
            Self::NotReady(_) => "not_ready",
            Self::NoSlot(_) => "no_slot",
            Self::LoginRefused(_) => "login_refused",
            Self::Silent(_) => "silent",
            Self::Unfit(_) => "unfit",
        }
    }

    /// Why it is not up.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Up => None,
            Self::Down(why)
            | Self::NotReady(why)
            | Self::NoSlot(why)
            | Self::LoginRefused(why)
            | Self::Silent(why)
            | Self::Unfit(why) => Some(why),
        }
    }

    /// Whether the server itself works, whoever may ask it.
    pub const fn works(&self) -> bool {
        matches!(self, Self::Up | Self::NoSlot(_) | Self::LoginRefused(_))
    }
}
