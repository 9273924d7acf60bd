//! The memory bill: what a configuration will take, line by line.

use std::fmt;

use crate::{Known, Load, Profile, SessionsSource};

/// Three figures for one thing, `low <= likely <= high`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Stays resident in an idle, warm server.
    pub low_bytes: u64,
    /// The peak expected under the load.
    pub likely_bytes: u64,
    /// A bound that no run of the load exceeds.
    pub high_bytes: u64,
}

impl Range {
    /// The range, put in order where a model's own margins crossed.
    pub fn new(low_bytes: u64, likely_bytes: u64, high_bytes: u64) -> Self {
        let likely_bytes = likely_bytes.max(low_bytes);
        Self {
            low_bytes,
            likely_bytes,
            high_bytes: high_bytes.max(likely_bytes),
        }
    }
}

/// Whose memory a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// The server as a whole, whatever comes.
    Server,
    /// Each session for being there.
    Session,
    /// Each operation of a session.
    Operation,
    /// Background and parallel workers.
    Worker,
}

impl Who {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Session => "session",
            Self::Operation => "operation",
            Self::Worker => "worker",
        }
    }
}

/// Which account a line is charged to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pool {
    /// The limit of the memory cgroup or host.
    #[default]
    Limit,
    /// The host's huge pages, which no memory cgroup is charged for.
    HugePages,
}

/// One line of the bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What takes the memory (`sorts`, `shared memory`).
    pub what: String,
    /// Whose it is.
    pub who: Who,
    /// How many of it.
    pub count: u64,
    /// How much, all of them together.
    pub range: Range,
    /// The formula, its numbers put in.
    pub formula: String,
    /// Canonical names of the parameters that move it.
    pub parameters: Vec<String>,
    /// Where the formula comes from: manual section, source file, measurement.
    pub source: String,
    /// The account it is charged to.
    pub pool: Pool,
}

/// What the bill says against the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// `likely` is above the limit.
    Over,
    /// Only `high` is.
    AtRisk,
    /// Neither is.
    Within,
    /// No limit is known.
    Unknown,
}

impl Verdict {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::AtRisk => "at-risk",
            Self::Within => "within",
            Self::Unknown => "unknown",
        }
    }
}

/// The number of sessions at which `likely` reaches the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadLine {
    /// Sessions of this load at which it goes under, or why there is no such
    /// number (never reached, passed with none, no limit known).
    pub sessions: Known<u64>,
    /// The sessions that can really come.
    pub of: u64,
    /// Who said so.
    pub of_source: SessionsSource,
}

/// One change and what it does to the load line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lever {
    /// Canonical name of the parameter.
    pub parameter: String,
    /// `work_mem 64MB → 32MB`.
    pub change: String,
    /// The value to write, in the engine's own notation.
    pub to: String,
    /// The load line with it; `None`: the limit is no longer reached.
    pub load_line_sessions: Option<u64>,
}

/// Settings under which a load would hold, or the nearest that there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Parameter and the value to write, in the engine's own notation; each
    /// parameter once, in the order they were first touched.
    pub values: Vec<(String, String)>,
    /// What the load takes with them.
    pub total: Range,
    /// Against the limit: `Within` unless even the mildest values do not hold.
    pub verdict: Verdict,
}

/// How far this engine's model was held against real servers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Measured runs behind it.
    pub runs: u64,
    /// Series they ran on.
    pub versions: Vec<String>,
    /// What of this case lies outside them.
    pub outside: Vec<String>,
}

/// The load as it was priced: nothing in it left open.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedLoad {
    /// All sessions.
    pub sessions: u64,
    /// Who said so.
    pub sessions_source: SessionsSource,
    /// The profile that filled in what was not given, if any was used.
    pub profile: Option<Profile>,
    /// The load, filled in.
    pub load: Load,
}

/// The bill.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryBill {
    /// Version of the memory model; a change of it stands in the changelog.
    pub model: &'static str,
    /// What the server has to live in.
    pub limit_bytes: Known<u64>,
    /// What it was priced for.
    pub load: PricedLoad,
    /// Line by line.
    pub lines: Vec<Line>,
    /// The sum of the lines charged to the limit.
    pub total: Range,
    /// Against the limit.
    pub verdict: Verdict,
    /// Limit less `likely`; unknown without a limit.
    pub freeboard_bytes: Option<i64>,
    /// Where it goes under.
    pub load_line: LoadLine,
    /// What would move that, best first.
    pub levers: Vec<Lever>,
    /// The values that would hold; `None` where these do, or no limit is known.
    pub would_hold: Option<Solution>,
    /// The measurements behind the model.
    pub evidence: Evidence,
    /// What no parameter limits.
    pub unbounded: Vec<String>,
}

/// Why a bill was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What cannot be priced and what to change, in one sentence.
    pub why: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.why)
    }
}

impl std::error::Error for Refusal {}
