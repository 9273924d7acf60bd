//! What a report is made of.

use std::collections::BTreeMap;

use plimsoll_model::{
    Config, Finding, Known, MemoryBill, Place, Problem, ServerFacts, Setting, Severity, Skipped,
};

/// One run of `check`: all that its formats say.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// What was judged.
    pub targets: &'a [Checked],
    /// The catalogue's rules, the ones that were not asked too; only SARIF and `JUnit`
    /// describe them, and others may go without.
    pub rules: &'a [RuleEntry],
    /// What could not be done, a line each.
    pub failures: &'a [String],
    /// The mildest severity that fails the run; `None`: none does.
    pub fail_on: Option<Severity>,
    /// What `--host` would take.
    pub machine: Machine,
}

impl Run<'_> {
    /// The rule of a code.
    pub(crate) fn rule(&self, code: &str) -> Option<&RuleEntry> {
        self.rules.iter().find(|rule| rule.codes.contains(&code))
    }

    /// Whether a finding fails the run.
    pub(crate) fn fails(&self, finding: &Finding) -> bool {
        self.fail_on
            .is_some_and(|mildest| finding.severity >= mildest)
    }
}

/// What `--host` would take: the memory that a process here has to live in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Machine {
    /// Its size, if this machine says.
    pub ceiling_bytes: Known<u64>,
}

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
    /// Findings that the baseline has already.
    pub known: Vec<Finding>,
    /// What is other than at an earlier revision.
    pub against: Option<Against>,
    /// Codes of the rules that were asked, those that could not look with them.
    pub asked: Vec<&'static str>,
    /// Rules that could not look.
    pub skipped: Vec<Skipped>,
    /// Problems of the reading and of the load file, in that order.
    pub problems: Vec<Problem>,
    /// The lines that findings point at and that their fixes change.
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

impl Checked {
    /// The text of a line, where it can be shown.
    pub(crate) fn quote(&self, file: &str, line: u32) -> Option<&str> {
        let mut quotes = self.quotes.iter();
        let quote = quotes.find(|quote| quote.file == file && quote.line == line)?;
        Some(quote.text.trim_end())
    }

    /// Where a finding stands: its own place, else the target's first line.
    pub(crate) fn place(&self, finding: &Finding) -> Place {
        finding.location.clone().unwrap_or_else(|| Place {
            file: self.path.clone(),
            line: 1,
            column: 1,
        })
    }
}

/// A target beside what it was at an earlier revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    /// The revision, as it was asked for.
    pub revision: String,
    /// Its bill of then; `None`: it was not there, or had none.
    pub bill: Option<MemoryBill>,
    /// Whether the target was there at all.
    pub was_there: bool,
    /// Findings that were not there then.
    pub new: Vec<Finding>,
    /// Findings that are no longer there.
    pub gone: Vec<Finding>,
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
    /// Those that are another name of a variable, and that variable's.
    pub aliases: BTreeMap<String, String>,
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

/// A rule, as `plimsoll rules` lists it and machine formats describe it.
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
    /// Its page in Markdown.
    pub page: String,
}

/// A page of `plimsoll explain`: a title and Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The heading.
    pub title: String,
    /// The body.
    pub markdown: String,
}
