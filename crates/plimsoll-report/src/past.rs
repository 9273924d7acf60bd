//! What a report of history is made of.

/// The servers that a history knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastServer {
    /// What it is called.
    pub name: String,
    /// Its engine.
    pub engine: String,
    /// How many of its audits are kept.
    pub audits: u64,
    /// The oldest one's time.
    pub first: Option<String>,
    /// The newest one's.
    pub last: Option<String>,
}

/// One server over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// What it is called.
    pub name: String,
    /// Its audits, newest first.
    pub audits: Vec<PastAudit>,
    /// Its findings, those that stand first.
    pub findings: Vec<PastFinding>,
    /// Settings that changed, newest first.
    pub changes: Vec<PastChange>,
}

/// One audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastAudit {
    /// When.
    pub at: String,
    /// The server's version then.
    pub version: String,
    /// Sessions then.
    pub sessions: Option<u64>,
    /// What the bill called likely.
    pub likely_bytes: Option<u64>,
    /// What was measured.
    pub measured_bytes: Option<u64>,
    /// Findings that stood.
    pub findings: u64,
}

/// One finding over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastFinding {
    /// Code of its rule.
    pub rule: String,
    /// How bad.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// When it was first seen.
    pub first_seen: String,
    /// When it was last seen.
    pub last_seen: String,
    /// When it was seen no more; `None`: it stands.
    pub gone_at: Option<String>,
}

/// One setting that changed between two audits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastChange {
    /// Its parameter.
    pub parameter: String,
    /// What it was, as the server writes it.
    pub from: Option<String>,
    /// What it is.
    pub to: Option<String>,
    /// The last audit that saw it as it was.
    pub after: String,
    /// The first audit that saw it as it is.
    pub seen: String,
}
