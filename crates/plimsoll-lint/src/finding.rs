//! From what a rule found to a finding: its code and name, and the order of all.

use std::cmp::Reverse;

use plimsoll_model::{Confidence, Engine, Finding, Problem, Severity};

use crate::answer::Found;
use crate::rule::Rule;

/// What a problem of the reading says as a finding: critical when it is fatal,
/// else as given.
pub(crate) fn of_problem(problem: &Problem, milder: Severity) -> Found {
    Found {
        severity: if problem.fatal {
            Severity::Critical
        } else {
            milder
        },
        confidence: Confidence::High,
        message: problem.message.clone(),
        parameters: problem.parameter.iter().cloned().collect(),
        evidence: Vec::new(),
        location: Some(problem.place.clone()),
        fix: None,
    }
}

/// What a rule found, under its code.
pub(crate) fn named(rule: &Rule, code: &'static str, found: Found) -> Finding {
    Finding {
        rule: code,
        name: rule.name,
        severity: found.severity.min(rule.worst),
        confidence: found.confidence,
        message: found.message,
        parameters: found.parameters,
        evidence: found.evidence,
        location: found.location,
        fix: found.fix,
    }
}

/// The same, of a rule that nothing asks; `None` where the engine has no code of it.
pub(crate) fn said(rule: &Rule, engine: Engine, found: Found) -> Option<Finding> {
    Some(named(rule, rule.code(engine)?, found))
}

/// Worst first, then as they stand in the files.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| {
        let place = finding.location.clone();
        (Reverse(finding.severity), place.is_none(), place)
    });
}
