//! The store's own records: plain data, what goes in and what comes out. They
//! know nothing of rules, bills or servers; texts are kept as they are given.

use crate::Moment;

/// A server, known again by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What stays when its address or name changes: its system identifier and
    /// port, its `server_uuid`; else its address.
    pub key: String,
    /// What people call it; the newest one is kept.
    pub name: String,
    /// Its engine.
    pub engine: String,
}

/// What one audit of a server saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Of which server.
    pub target: Target,
    /// When.
    pub at: Moment,
    /// What the server calls its version.
    pub version: String,
    /// Its memory.
    pub memory: Memory,
    /// Every setting in force, each name once. Never empty: a server whose
    /// settings could not be read was not audited.
    pub settings: Vec<Setting>,
    /// What was found, each fingerprint once.
    pub findings: Vec<Finding>,
    /// Rules that could not look this time: what they found before is not gone.
    /// Used when an audit is kept; not kept itself.
    pub skipped: Vec<String>,
}

/// A server's memory at an audit; `None` is what was not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// What it may take.
    pub limit_bytes: Option<u64>,
    /// What its bill says it likely takes at most.
    pub likely_bytes: Option<u64>,
    /// What its bill says it never exceeds.
    pub high_bytes: Option<u64>,
    /// What it took at that moment.
    pub measured_bytes: Option<u64>,
    /// Sessions open at that moment.
    pub sessions: Option<u64>,
    /// Of those, the active ones.
    pub active_sessions: Option<u64>,
    /// The most open at once since the server's start, where it counts them.
    pub most_sessions: Option<u64>,
}

/// The most sessions that a server's audits saw, as far as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MostSessions {
    /// How many audits saw its sessions.
    pub audits: u64,
    /// The oldest of them.
    pub since: Moment,
    /// Open at one of them, or counted by the server before it.
    pub open: u64,
    /// Active at one of them; `None` where none kept it.
    pub active: Option<u64>,
}

/// A setting in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its parameter.
    pub name: String,
    /// Its value, as the server writes it.
    pub value: String,
    /// What set it, in the server's words.
    pub source: String,
    /// The file that set it.
    pub file: Option<String>,
    /// The line in it, from 1.
    pub line: Option<u32>,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is known again by.
    pub fingerprint: String,
    /// Code of the rule.
    pub rule: String,
    /// Name of the fault.
    pub name: String,
    /// How bad.
    pub severity: String,
    /// What is wrong.
    pub message: String,
}

/// An audit's number, from 1 for each server and never used twice, and its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its number.
    pub number: u64,
    /// Its time.
    pub at: Moment,
}

/// What keeping an audit showed against the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub number: u64,
    /// The audit before it; `None` for a server's first.
    pub before: Option<Stamp>,
    /// Fingerprints never seen before on this server.
    pub new: Vec<String>,
    /// Fingerprints that were gone and are back.
    pub back: Vec<String>,
    /// Fingerprints that are gone now.
    pub gone: Vec<String>,
    /// Settings that changed; none at a first audit.
    pub changes: Vec<Change>,
}

/// A change of a setting's value or source between two audits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its parameter.
    pub name: String,
    /// What it was; `None` where the server did not have the parameter.
    pub from: Option<Setting>,
    /// What it is; `None` where the server no longer has it.
    pub to: Option<Setting>,
    /// The last audit that saw it as it was.
    pub after: Stamp,
    /// The first audit that saw it as it is.
    pub seen: Stamp,
}

/// A setting in force at the newest audit, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The setting.
    pub setting: Setting,
    /// When an audit last saw it otherwise; `None` where none ever did.
    pub after: Option<Moment>,
    /// The first audit that saw it so.
    pub since: Moment,
}

/// A finding over time, as it was last seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// The finding.
    pub finding: Finding,
    /// When it was first seen.
    pub first_seen: Moment,
    /// When it was last seen.
    pub last_seen: Moment,
    /// The first audit that no longer saw it; `None` while it stands.
    pub gone_at: Option<Moment>,
    /// How often it came, as far as history is kept.
    pub spells: u64,
}

/// A server that the store knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The server.
    pub target: Target,
    /// How many of its audits are kept.
    pub audits: u64,
    /// The oldest of them.
    pub first: Option<Stamp>,
    /// The newest.
    pub last: Option<Stamp>,
}

/// A line of a server's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which audit.
    pub stamp: Stamp,
    /// The server's version then.
    pub version: String,
    /// Its memory then.
    pub memory: Memory,
    /// How many findings stood then.
    pub findings: u64,
}

/// Settings that someone called right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// Its name among those of the server.
    pub name: String,
    /// When it was set.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The settings.
    pub settings: Vec<Setting>,
}

/// A baseline in a list, without its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineLine {
    /// Its name.
    pub name: String,
    /// When it was set.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// How many settings it holds.
    pub settings: u64,
}

/// How much history is kept; `None` is without limit. Whatever they say, each
/// server's newest audit and all baselines stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Audits of each server.
    pub audits_max: Option<u64>,
    /// Days back from now.
    pub age_days_max: Option<u32>,
    /// Size of the file; the oldest samples of all servers go first, then the oldest
    /// audits. Only for
    /// `SQLite`: a PostgreSQL gives room back when it vacuums.
    pub bytes_max: Option<u64>,
}

/// What keeping to the limits dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// By server, in the order of keys; servers that lost nothing are left out.
    pub dropped: Vec<Dropped>,
    /// The file's size afterwards, for `SQLite`. Larger than its limit where what
    /// stays whatever the limits say needs more.
    pub file_bytes: Option<u64>,
}

/// The audits of one server that were dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Key of the server.
    pub target: String,
    /// How many.
    pub audits: u64,
    /// The newest of them.
    pub through: Stamp,
}
