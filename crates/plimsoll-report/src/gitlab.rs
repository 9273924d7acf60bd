//! GitLab's Code Quality report: a list of issues (GitLab documentation, "Code
//! Quality report format").

use plimsoll_model::{Finding, Severity};
use serde::Serialize;

use crate::clean::clean;
use crate::fingerprint::fingerprints;
use crate::{Checked, Run};

/// All targets of one run.
pub fn check(run: &Run<'_>) -> String {
    let issues: Vec<Issue> = run.targets.iter().flat_map(issues).collect();
    crate::json::written(&issues)
}

fn issues(target: &Checked) -> impl Iterator<Item = Issue> {
    let findings = target.findings.iter().zip(fingerprints(target));
    findings.map(|(finding, fingerprint)| issue(target, finding, fingerprint))
}

fn issue(target: &Checked, finding: &Finding, fingerprint: String) -> Issue {
    let place = target.place(finding);
    Issue {
        description: clean(&finding.message),
        check_name: finding.rule,
        fingerprint,
        severity: match finding.severity {
            Severity::Critical => "critical",
            Severity::Warning => "major",
            Severity::Info => "info",
        },
        location: Location {
            // GitLab wants it relative to the repository, without `./`.
            path: clean(place.file.trim_start_matches("./")),
            lines: Lines { begin: place.line },
        },
    }
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::check;
    use crate::sample;

    #[test]
    fn every_issue_has_what_gitlab_requires() {
        let mut target = sample::target();
        target.findings[0].location.as_mut().expect("a place").file = "./a.conf".to_owned();
        let targets = [target];
        let text = check(&sample::run(&targets, &[], &[]));
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let issues = document.as_array().expect("a list");
        let mut fingerprints = BTreeSet::new();
        for issue in issues {
            for field in ["description", "check_name", "fingerprint"] {
                assert!(issue[field].as_str().is_some_and(|text| !text.is_empty()));
            }
            let severity = issue["severity"].as_str().expect("a severity");
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
            assert!(issue["location"]["lines"]["begin"].as_u64() >= Some(1));
            fingerprints.insert(issue["fingerprint"].to_string());
        }
        assert_eq!(fingerprints.len(), targets[0].findings.len());
        assert_eq!(issues[0]["location"]["path"], "a.conf");
        // Without a place: the main file's first line.
        assert_eq!(issues[2]["location"]["path"], "conf/postgresql.conf");
        assert_eq!(issues[2]["location"]["lines"]["begin"], 1);
        assert_eq!(check(&sample::run(&[], &[], &[])), "[]\n");
    }
}
