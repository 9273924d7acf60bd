//! `plimsoll.check/1`.

use std::collections::BTreeMap;

use plimsoll_model::{Edit, Finding, FindingEvidence, Fix, Place, ServerFacts, Skipped, Storage};
use serde::Serialize;

use super::bill::BillJson;
use super::weighed::{AcceptedJson, AgainstJson};
use super::{ProblemJson, Unknown, known, written};
use crate::{Checked, Summary};

/// Name and number of the schema, of the document and of its lines.
pub(super) const SCHEMA: &str = "plimsoll.check/1";

/// All targets of one run.
pub fn check(targets: &[Checked]) -> String {
    written(&CheckJson {
        schema: SCHEMA,
        targets: targets.iter().map(TargetJson::of).collect(),
        summary: SummaryJson::of(targets),
    })
}

#[derive(Serialize)]
struct CheckJson<'a> {
    schema: &'static str,
    targets: Vec<TargetJson<'a>>,
    summary: SummaryJson,
}

#[derive(Serialize)]
pub(super) struct SummaryJson {
    critical: usize,
    warning: usize,
    info: usize,
}

impl SummaryJson {
    pub(super) fn of(targets: &[Checked]) -> Self {
        let summary = Summary::of(targets);
        Self {
            critical: summary.critical,
            warning: summary.warning,
            info: summary.info,
        }
    }
}

#[derive(Serialize)]
pub(super) struct TargetJson<'a> {
    path: &'a str,
    engine: &'static str,
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version_source: Option<&'a str>,
    host: HostJson<'a>,
    bill: Option<BillJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    accepted: Vec<AcceptedJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    known: Vec<FindingJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<AgainstJson<'a>>,
    skipped: Vec<SkippedJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unknown: Unknown,
}

impl<'a> TargetJson<'a> {
    pub(super) fn of(target: &'a Checked) -> Self {
        let mut unknown = Unknown::new();
        let version = known(&target.config.version, "version", &mut unknown);
        if let Err(why) = &target.bill {
            unknown.insert("bill", why.clone());
        }
        Self {
            path: &target.path,
            engine: target.config.engine.as_str(),
            version: version.map(|version| version.to_string()),
            version_source: target.config.version.source(),
            host: HostJson::of(&target.facts),
            bill: target.bill.as_ref().ok().map(BillJson::of),
            findings: target.findings.iter().map(FindingJson::of).collect(),
            accepted: target.accepted.iter().map(AcceptedJson::of).collect(),
            known: target.known.iter().map(FindingJson::of).collect(),
            against: target.against.as_ref().map(AgainstJson::of),
            skipped: target.skipped.iter().map(SkippedJson::of).collect(),
            problems: target.problems.iter().map(ProblemJson::of).collect(),
            unknown,
        }
    }
}

/// The facts of the host. `limit_bytes` is what the server has to live in: the
/// smaller of the limit and the memory.
#[derive(Serialize)]
struct HostJson<'a> {
    memory_bytes: Option<u64>,
    limit_bytes: Option<u64>,
    limit_source: Option<String>,
    swap_bytes: Option<u64>,
    cpus: Option<u32>,
    storage: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    sysctl: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unknown: Unknown,
}

impl<'a> HostJson<'a> {
    fn of(facts: &'a ServerFacts) -> Self {
        let mut unknown = Unknown::new();
        let ceiling = facts.ceiling_bytes();
        if let Some(why) = ceiling.why() {
            unknown.insert("limit_source", why.to_owned());
        }
        Self {
            memory_bytes: known(&facts.memory_bytes, "memory_bytes", &mut unknown),
            limit_bytes: known(&ceiling, "limit_bytes", &mut unknown),
            limit_source: ceiling.source().map(str::to_owned),
            swap_bytes: known(&facts.swap_bytes, "swap_bytes", &mut unknown),
            cpus: known(&facts.cpus, "cpus", &mut unknown),
            storage: known(&facts.storage, "storage", &mut unknown).map(|storage| match storage {
                Storage::Ssd => "ssd",
                Storage::Hdd => "hdd",
                Storage::Network => "network",
            }),
            sysctl: &facts.sysctl,
            unknown,
        }
    }
}

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    rule: &'a str,
    name: &'a str,
    severity: &'static str,
    confidence: &'static str,
    message: &'a str,
    parameters: &'a [String],
    evidence: Vec<EvidenceJson<'a>>,
    location: Option<LocationJson<'a>>,
    fix: Option<FixJson<'a>>,
    help: String,
}

impl<'a> FindingJson<'a> {
    pub(super) fn of(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule,
            name: finding.name,
            severity: finding.severity.as_str(),
            confidence: finding.confidence.as_str(),
            message: &finding.message,
            parameters: &finding.parameters,
            evidence: finding.evidence.iter().map(EvidenceJson::of).collect(),
            location: finding.location.as_ref().map(LocationJson::of),
            fix: finding.fix.as_ref().map(FixJson::of),
            help: format!("plimsoll explain {}", finding.rule),
        }
    }
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    what: &'a str,
    value: &'a str,
    source: &'a str,
}

impl<'a> EvidenceJson<'a> {
    fn of(evidence: &'a FindingEvidence) -> Self {
        Self {
            what: &evidence.what,
            value: &evidence.value,
            source: &evidence.source,
        }
    }
}

#[derive(Serialize)]
struct LocationJson<'a> {
    file: &'a str,
    line: u32,
    column: u32,
}

impl<'a> LocationJson<'a> {
    fn of(place: &'a Place) -> Self {
        Self {
            file: &place.file,
            line: place.line,
            column: place.column,
        }
    }
}

#[derive(Serialize)]
struct FixJson<'a> {
    safety: &'static str,
    effect: &'static str,
    edits: Vec<EditJson<'a>>,
}

impl<'a> FixJson<'a> {
    fn of(fix: &'a Fix) -> Self {
        Self {
            safety: fix.safety.as_str(),
            effect: fix.effect.as_str(),
            edits: fix.edits.iter().map(EditJson::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct EditJson<'a> {
    file: &'a str,
    line: u32,
    parameter: &'a str,
    from: &'a str,
    /// Null: the line is taken out.
    to: Option<&'a str>,
}

impl<'a> EditJson<'a> {
    fn of(edit: &'a Edit) -> Self {
        Self {
            file: &edit.file,
            line: edit.line,
            parameter: &edit.parameter,
            from: &edit.from,
            to: edit.to.as_deref(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct SkippedJson<'a> {
    rule: &'a str,
    needs: &'a [&'static str],
}

impl<'a> SkippedJson<'a> {
    pub(super) fn of(skipped: &'a Skipped) -> Self {
        Self {
            rule: skipped.rule,
            needs: &skipped.needs,
        }
    }
}
