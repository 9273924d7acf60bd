//! `--baseline` and `--write-baseline`: findings of another day, so that a run
//! stops on new ones alone.

use std::collections::BTreeMap;
use std::path::Path;

use plimsoll_conf::document::{self, Fields, Node};
use plimsoll_model::{Problem, ProblemKind, Severity};
use plimsoll_report::Checked;
use plimsoll_report::baseline::{self, Entry};

use crate::failure::Failure;
use crate::output;
use crate::read::given;

/// A baseline of more findings is cut off, and said.
const FINDINGS_MAX: usize = 1_000_000;

/// What was found on another day.
#[derive(Debug)]
pub(crate) struct Baseline {
    known: BTreeMap<String, Severity>,
}

impl Baseline {
    /// Reads one.
    ///
    /// # Errors
    /// It cannot be read, or every mistake in it.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let (shown, bytes) = given(path, "--baseline")?;
        let mut problems = Vec::new();
        let known = match document::parse(&shown, &bytes) {
            Ok(root) => read(&root, &mut problems),
            Err(problem) => {
                problems.push(problem);
                BTreeMap::new()
            }
        };
        if problems.is_empty() {
            Ok(Self { known })
        } else {
            Err(Failure::of_problems(&problems))
        }
    }

    /// Sets aside what is known; what is worse than it was is new.
    pub(crate) fn set_aside(&self, target: &mut Checked) {
        let entries = baseline::entries(target);
        let findings = std::mem::take(&mut target.findings);
        for (
            finding,
            Entry {
                fingerprint,
                severity,
            },
        ) in findings.into_iter().zip(entries)
        {
            let known = self.known.get(&fingerprint);
            if known.is_some_and(|then| severity <= *then) {
                target.known.push(finding);
            } else {
                target.findings.push(finding);
            }
        }
    }

    /// How many of its findings are in none of these targets any more.
    pub(crate) fn gone(&self, targets: &[Checked]) -> usize {
        let seen: usize = targets.iter().map(|target| target.known.len()).sum();
        self.known.len().saturating_sub(seen)
    }
}

/// Writes all that was found as a baseline, whole or not at all; how many
/// findings that are.
///
/// # Errors
/// One line: why it was not written.
pub(crate) fn write(path: &Path, targets: &[Checked]) -> Result<usize, Failure> {
    output::file(path, &baseline::written(targets), "the baseline")?;
    Ok(targets.iter().map(|target| target.findings.len()).sum())
}

fn read(root: &Node, problems: &mut Vec<Problem>) -> BTreeMap<String, Severity> {
    let mut known = BTreeMap::new();
    let Some(mut fields) = Fields::of(root, "a baseline", problems) else {
        return known;
    };
    match fields.text("schema") {
        Some((schema, _)) if schema == baseline::SCHEMA => {}
        Some((schema, place)) => {
            let message = format!("its schema is \"{schema}\", not \"{}\"", baseline::SCHEMA);
            fields.say(place, ProblemKind::BadValue, message);
        }
        None => {
            let message = format!("it has no \"schema\": \"{}\"", baseline::SCHEMA);
            fields.say(&root.place, ProblemKind::BadValue, message);
        }
    }
    let nodes = fields.list("findings", FINDINGS_MAX).unwrap_or_default();
    fields.finish();
    for node in nodes {
        known.extend(entry(node, problems));
    }
    known
}

fn entry(node: &Node, problems: &mut Vec<Problem>) -> Option<(String, Severity)> {
    let mut fields = Fields::of(node, "a finding", problems)?;
    let fingerprint = fields.text("fingerprint").map(|(text, _)| text.to_owned());
    let severity = match fields.text("severity") {
        Some(("info", _)) => Some(Severity::Info),
        Some(("warning", _)) => Some(Severity::Warning),
        Some(("critical", _)) => Some(Severity::Critical),
        Some((_, place)) => {
            let message = "severity must be info, warning or critical".to_owned();
            fields.say(place, ProblemKind::BadValue, message);
            None
        }
        None => None,
    };
    if fingerprint.is_none() {
        let message = "it has no fingerprint".to_owned();
        fields.say(&node.place, ProblemKind::BadValue, message);
    }
    // For who reads the file.
    for name in ["rule", "path", "parameters"] {
        let _ = fields.take(name);
    }
    fields.finish();
    Some((fingerprint?, severity?))
}
