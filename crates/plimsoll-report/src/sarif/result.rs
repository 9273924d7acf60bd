//! A finding as a SARIF result: its place, its fingerprint, its fix.

use std::collections::BTreeMap;
use std::ops::Range;

use plimsoll_model::{Edit, Finding, Fix, Place, Safety};
use serde::Serialize;

use super::{Text, level, uri};
use crate::Checked;
use crate::fingerprint::fingerprints;
use crate::span::{change, marked};

/// Name and version of how fingerprints are made.
const FINGERPRINT: &str = "plimsoll/v1";

/// A target's findings, those that were accepted last and marked so; `codes`
/// are the rules in the order they are listed.
pub(super) fn results(target: &Checked, codes: &[&str]) -> Vec<ResultJson> {
    let findings = target.findings.iter().zip(fingerprints(target));
    let findings =
        findings.map(|(finding, fingerprint)| result(target, finding, fingerprint, codes));
    let accepted = Checked {
        findings: target
            .accepted
            .iter()
            .map(|it| it.finding.clone())
            .collect(),
        ..target.clone()
    };
    let words = target.accepted.iter().zip(fingerprints(&accepted));
    let accepted = words.map(|(word, fingerprint)| ResultJson {
        suppressions: vec![Suppression {
            kind: "external",
            status: "accepted",
            justification: format!("{}, until {}: {}", word.owner, word.until, word.reason),
        }],
        ..result(target, &word.finding, fingerprint, codes)
    });
    findings.chain(accepted).collect()
}

fn result(target: &Checked, finding: &Finding, fingerprint: String, codes: &[&str]) -> ResultJson {
    let place = target.place(finding);
    let region = match target.quote(&place.file, place.line) {
        Some(line) => Region::of(place.line, line, marked(line, &place)),
        None => Region::whole(place.line),
    };
    ResultJson {
        rule_id: finding.rule,
        rule_index: codes.iter().position(|code| *code == finding.rule),
        level: level(finding.severity),
        message: Text::plain(&finding.message),
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: Artifact::of(&place),
                region,
            },
        }],
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
        fixes: finding
            .fix
            .iter()
            .filter_map(|fix| fixed(target, fix))
            .collect(),
        suppressions: Vec::new(),
        properties: Properties {
            confidence: finding.confidence.as_str(),
            parameters: finding.parameters.clone(),
            fix_safety: finding.fix.as_ref().map(|fix| fix.safety.as_str()),
        },
    }
}

/// All of a fix or nothing: one whose values do not all stand as they were
/// read, or that is not to be applied, is left to the message.
fn fixed(target: &Checked, fix: &Fix) -> Option<FixJson> {
    if fix.safety == Safety::Display {
        return None;
    }
    let one = |edit: &Edit| {
        let line = target.quote(&edit.file, edit.line)?;
        let (part, new) = change(line, edit)?;
        let place = Place {
            file: edit.file.clone(),
            line: edit.line,
            column: 1,
        };
        Some(Change {
            artifact_location: Artifact::of(&place),
            replacements: [Replacement {
                deleted_region: Region::of(edit.line, line, part),
                inserted_content: Text::plain(new),
            }],
        })
    };
    let changes: Option<Vec<Change>> = fix.edits.iter().map(one).collect();
    let artifact_changes = changes.filter(|changes| !changes.is_empty())?;
    let words: Vec<String> = fix
        .edits
        .iter()
        .map(|edit| match &edit.to {
            Some(to) => format!("{} from {} to {to}", edit.parameter, edit.from),
            None => format!("{} to a comment", edit.parameter),
        })
        .collect();
    Some(FixJson {
        description: Text::plain(&format!("Change {}", words.join(", "))),
        artifact_changes,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultJson {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    properties: Properties,
}

/// Someone's word that a finding does not count.
#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

impl Artifact {
    fn of(place: &Place) -> Self {
        Self {
            uri: uri::of(&place.file),
        }
    }
}

/// Lines and columns from 1; the end column is behind the last letter.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

impl Region {
    const fn whole(line: u32) -> Self {
        Self {
            start_line: line,
            start_column: None,
            end_column: None,
        }
    }

    fn of(number: u32, line: &str, part: Range<usize>) -> Self {
        if part.is_empty() {
            return Self::whole(number);
        }
        let column = |at: usize| line[..at].chars().count() + 1;
        Self {
            start_line: number,
            start_column: Some(column(part.start)),
            end_column: Some(column(part.end)),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixJson {
    description: Text,
    artifact_changes: Vec<Change>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    confidence: &'static str,
    parameters: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix_safety: Option<&'static str>,
}
