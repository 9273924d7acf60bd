//! `plimsoll.baseline/1`: findings that were there on the day it was written,
//! so that a pipeline stops on new ones alone.

use plimsoll_model::{Finding, Severity};
use serde::Serialize;

use crate::Checked;
use crate::fingerprint::fingerprints;

/// Name and number of the schema.
pub const SCHEMA: &str = "plimsoll.baseline/1";

/// What a finding is known by from run to run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// It stays when lines move and figures change.
    pub fingerprint: String,
    /// How bad it was; a worse one is new.
    pub severity: Severity,
}

/// The entries of a target's findings, in their order.
pub fn entries(target: &Checked) -> Vec<Entry> {
    let prints = fingerprints(target).into_iter();
    let findings = prints.zip(&target.findings);
    findings
        .map(|(fingerprint, finding)| Entry {
            fingerprint,
            severity: finding.severity,
        })
        .collect()
}

/// A baseline of all that was found.
pub fn written(targets: &[Checked]) -> String {
    let findings = targets.iter().flat_map(|target| {
        let entries = entries(target).into_iter().zip(&target.findings);
        entries.map(|(entry, finding)| EntryJson::of(target, entry, finding))
    });
    crate::json::written(&BaselineJson {
        schema: SCHEMA,
        findings: findings.collect(),
    })
}

#[derive(Serialize)]
struct BaselineJson<'a> {
    schema: &'static str,
    findings: Vec<EntryJson<'a>>,
}

/// The fingerprint and severity count; the rest is for who reads the file.
#[derive(Serialize)]
struct EntryJson<'a> {
    fingerprint: String,
    severity: &'static str,
    rule: &'static str,
    path: &'a str,
    parameters: &'a [String],
}

impl<'a> EntryJson<'a> {
    fn of(target: &'a Checked, entry: Entry, finding: &'a Finding) -> Self {
        Self {
            fingerprint: entry.fingerprint,
            severity: finding.severity.as_str(),
            rule: finding.rule,
            path: &target.path,
            parameters: &finding.parameters,
        }
    }
}
