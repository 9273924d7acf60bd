//! What a report is made of.

use plimsoll_model::{
    Config, Finding, MemoryBill, Place, Problem, ServerFacts, Setting, Severity, Skipped,
};

/// One target of `check`, judged.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The path as the user gave it.
    pub path: String,
    /// What was read; its secrets already taken out.
    pub config: Config,
    /// What is known of the host.
    pub facts: ServerFacts,
    /// The bill, or why there is none.
    pub bill: Result<MemoryBill, String>,
    /// Findings, worst first.
    pub findings: Vec<Finding>,
    /// Findings that someone accepted.
    pub accepted: Vec<Accepted>,
    /// Rules that could not look.
    pub skipped: Vec<Skipped>,
    /// Problems of the reading and of the load file, in that order.
    pub problems: Vec<Problem>,
    /// The lines that findings point at.
    pub quotes: Vec<Quote>,
}

/// A finding that someone accepted, and their word for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// What was found.
    pub finding: Finding,
    /// Why it is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day it holds, `2027-01-31`.
    pub until: String,
    /// Where that is written.
    pub place: Place,
}

/// A line of a file, to be shown; its secrets already taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Its text.
    pub text: String,
}

/// One target of `settings`.
#[derive(Clone, Debug)]
pub struct SettingsTarget {
    /// The path as the user gave it.
    pub path: String,
    /// What was read; its secrets already taken out.
    pub config: Config,
    /// What to list, in the order to list it.
    pub settings: Vec<Setting>,
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Critical ones.
    pub critical: usize,
    /// Warnings.
    pub warning: usize,
    /// Infos.
    pub info: usize,
}

impl Summary {
    /// Counts the findings of all targets.
    pub fn of(targets: &[Checked]) -> Self {
        let count = |severity| {
            let findings = targets.iter().flat_map(|target| &target.findings);
            findings
                .filter(|finding| finding.severity == severity)
                .count()
        };
        Self {
            critical: count(Severity::Critical),
            warning: count(Severity::Warning),
            info: count(Severity::Info),
        }
    }
}

/// A rule, as `plimsoll rules` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleEntry {
    /// Its codes, an engine's family each.
    pub codes: Vec<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// The worst it can say.
    pub severity: Severity,
    /// What it finds, in one line.
    pub finds: String,
}

/// A page of `plimsoll explain`: a title and Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The heading.
    pub title: String,
    /// The body.
    pub markdown: String,
}
