//! `plimsoll.check/1`, an object a line: what a log shipper can take one at a
//! time. Each finding carries its target with it, so that no line needs
//! another; the last line closes the run.

use plimsoll_model::{Finding, Verdict};
use serde::Serialize;

use super::check::{FindingJson, SCHEMA, SkippedJson, SummaryJson};
use crate::{Checked, Run};

/// All targets of one run.
pub fn lines(run: &Run<'_>) -> String {
    let mut out = String::new();
    for target in run.targets {
        for finding in &target.findings {
            push(&mut out, &FindingLine::of(target, finding));
        }
    }
    push(&mut out, &SummaryLine::of(run));
    out
}

fn push<T: Serialize>(out: &mut String, line: &T) {
    // As in `written`: there is no error to hand on.
    out.push_str(&serde_json::to_string(line).unwrap_or_default());
    out.push('\n');
}

#[derive(Serialize)]
struct FindingLine<'a> {
    schema: &'static str,
    kind: &'static str,
    target: &'a str,
    engine: &'static str,
    version: Option<String>,
    #[serde(flatten)]
    finding: FindingJson<'a>,
}

impl<'a> FindingLine<'a> {
    fn of(target: &'a Checked, finding: &'a Finding) -> Self {
        Self {
            schema: SCHEMA,
            kind: "finding",
            target: &target.path,
            engine: target.config.engine.as_str(),
            version: version(target),
            finding: FindingJson::of(finding),
        }
    }
}

fn version(target: &Checked) -> Option<String> {
    let version = target.config.version.get();
    version.map(ToString::to_string)
}

#[derive(Serialize)]
struct SummaryLine<'a> {
    schema: &'static str,
    kind: &'static str,
    #[serde(flatten)]
    counts: SummaryJson,
    targets: Vec<TargetLine<'a>>,
    failures: &'a [String],
}

impl<'a> SummaryLine<'a> {
    fn of(run: &Run<'a>) -> Self {
        Self {
            schema: SCHEMA,
            kind: "summary",
            counts: SummaryJson::of(run.targets),
            targets: run.targets.iter().map(TargetLine::of).collect(),
            failures: run.failures,
        }
    }
}

/// A target, those without findings too: silence has to be told from not
/// having looked.
#[derive(Serialize)]
struct TargetLine<'a> {
    target: &'a str,
    engine: &'static str,
    version: Option<String>,
    limit_bytes: Option<u64>,
    likely_bytes: Option<u64>,
    verdict: &'static str,
    #[serde(flatten)]
    counts: SummaryJson,
    skipped: Vec<SkippedJson<'a>>,
}

impl<'a> TargetLine<'a> {
    fn of(target: &'a Checked) -> Self {
        let bill = target.bill.as_ref().ok();
        Self {
            target: &target.path,
            engine: target.config.engine.as_str(),
            version: version(target),
            limit_bytes: target.facts.ceiling_bytes().get().copied(),
            likely_bytes: bill.map(|bill| bill.total.likely_bytes),
            verdict: bill.map_or(Verdict::Unknown, |bill| bill.verdict).as_str(),
            counts: SummaryJson::of(std::slice::from_ref(target)),
            skipped: target.skipped.iter().map(SkippedJson::of).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::lines;
    use crate::sample;

    #[test]
    fn each_line_is_an_object_that_needs_no_other() {
        let targets = [sample::target()];
        let failures = ["nowhere: there is no such file".to_owned()];
        let text = lines(&sample::run(&targets, &[], &failures));
        let objects: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("an object"))
            .collect();
        for object in &objects {
            assert_eq!(object["schema"], "plimsoll.check/1");
        }
        let (last, findings) = objects.split_last().expect("a summary");
        for (finding, own) in findings.iter().zip(&targets[0].findings) {
            assert_eq!(finding["kind"], "finding");
            assert_eq!(finding["target"], "conf/postgresql.conf");
            assert_eq!(finding["message"], own.message);
        }
        assert_eq!(last["kind"], "summary");
        assert_eq!(
            (&last["critical"], &last["warning"]),
            (&1.into(), &1.into())
        );
        assert_eq!(last["targets"][0]["skipped"][0]["needs"][0], "cpus");
        assert_eq!(last["failures"][0], failures[0]);
        let none = lines(&sample::run(&[], &[], &[]));
        assert_eq!(none.lines().count(), 1);
    }
}
