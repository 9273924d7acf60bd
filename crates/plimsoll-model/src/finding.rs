//! What a rule says: a finding, or that it could not look.

use crate::Place;

/// How bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Likely to hurt.
    Warning,
    /// A pipeline may stop on it: the contract says when.
    Critical,
}

impl Severity {
    /// The name on the command line and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

/// How sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// An indication.
    Low,
    /// Likely so.
    Medium,
    /// So, on facts that are all known.
    High,
}

impl Confidence {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What a fix may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Safety {
    /// No behaviour that a user could miss.
    Safe,
    /// A trade-off: only with `--unsafe-fixes`.
    Unsafe,
    /// Shown, never applied.
    Display,
}

impl Safety {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Display => "display",
        }
    }
}

/// What it takes for a fix to come into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// A reload, or SET GLOBAL.
    Reload,
    /// A restart.
    Restart,
}

impl Effect {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reload => "reload",
            Self::Restart => "restart",
        }
    }
}

/// One value changed in one line, a line taken out, or one added for a
/// parameter that the file does not set.
///
/// A line is added where `from` is empty and `line` does not set the
/// parameter: behind that line, or, where a rule gives 0, behind the one that
/// suits best (its commented-out default, else the last; in an option file, of
/// the server's group), which is filled in before anyone sees the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: String,
    /// Its line, from 1.
    pub line: u32,
    /// Canonical name.
    pub parameter: String,
    /// The value as it stands; empty also where none does. Of a line to be
    /// taken out it is filled in before anyone sees the finding.
    pub from: String,
    /// The value to write; `None`: the line is taken out, made a comment by
    /// [`Edit::COMMENT`] in front of it.
    pub to: Option<String>,
}

impl Edit {
    /// What makes a line a comment in every dialect.
    pub const COMMENT: &str = "#";
}

/// A way to make a finding go away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it may cost.
    pub safety: Safety,
    /// When it comes into force.
    pub effect: Effect,
    /// The edits, all or none.
    pub edits: Vec<Edit>,
}

/// One fact a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub what: String,
    /// Its value.
    pub value: String,
    /// Where it comes from.
    pub source: String,
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Code of the rule (`PG-MEM-001`).
    pub rule: &'static str,
    /// Name of the fault (`work-mem-overcommit`).
    pub name: &'static str,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What is wrong here, in one or two sentences.
    pub message: String,
    /// Canonical names whose change mends it, most to blame first.
    pub parameters: Vec<String>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// Where in the user's files, if anywhere.
    pub location: Option<Place>,
    /// What would mend it.
    pub fix: Option<Fix>,
}

/// A rule that could not look, and what it would need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Code of the rule.
    pub rule: &'static str,
    /// Names of the facts that are missing (`memory`, `cpus`, `version`).
    pub needs: Vec<&'static str>,
}
