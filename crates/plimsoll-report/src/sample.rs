//! A judged target for the tests of this crate's formats.

use std::collections::BTreeMap;

use plimsoll_model::{
    Confidence, Config, Edit, Effect, Engine, Finding, FindingEvidence, Fix, Fork, Known, Place,
    Safety, ServerFacts, Severity, Skipped, Version,
};

use crate::{Checked, Machine, Quote, RuleEntry, Run};

/// One of each severity: with a fix, with a hostile line, without a place.
pub(crate) fn target() -> Checked {
    let file = "conf/postgresql.conf";
    let place = |line| Place {
        file: file.to_owned(),
        line,
        column: 1,
    };
    let quote = |line, text: &str| Quote {
        file: file.to_owned(),
        line,
        text: text.to_owned(),
    };
    Checked {
        path: file.to_owned(),
        config: config(file),
        facts: ServerFacts::default(),
        bill: Err("there is no load to price".to_owned()),
        findings: vec![
            over(place(12)),
            hostile(place(3)),
            Finding {
                severity: Severity::Info,
                rule: "PG-READ-024",
                name: "nearest-series",
                message: "15 is judged as 15.0".to_owned(),
                location: None,
                ..hostile(place(1))
            },
        ],
        asked: vec!["PG-READ-001", "PG-READ-024", "PG-HOST-001", "PG-MEM-001"],
        accepted: Vec::new(),
        known: Vec::new(),
        against: None,
        skipped: vec![Skipped {
            rule: "PG-HOST-001",
            needs: vec!["cpus"],
        }],
        problems: Vec::new(),
        quotes: vec![
            quote(3, "a | <b>`c` \u{1b}[31m,:%"),
            quote(12, "work_mem = '256MB' # too much"),
        ],
    }
}

fn config(file: &str) -> Config {
    Config {
        engine: Engine::Postgresql,
        version: Version::parse("15").map_or_else(Known::not_given, |version| {
            Known::Known(version, "--server-version".to_owned())
        }),
        fork: Fork::None,
        series: Version::parse("15").expect("a version"),
        settings: BTreeMap::new(),
        problems: Vec::new(),
        files: vec![file.to_owned()],
    }
}

fn over(place: Place) -> Finding {
    Finding {
        rule: "PG-MEM-001",
        name: "memory-over-limit",
        severity: Severity::Critical,
        confidence: Confidence::High,
        message: "this server takes about 3.53 GB, and it may have 2 GB".to_owned(),
        parameters: vec!["work_mem".to_owned()],
        evidence: vec![FindingEvidence {
            what: "limit".to_owned(),
            value: "2 GB".to_owned(),
            source: "--limit".to_owned(),
        }],
        fix: Some(Fix {
            safety: Safety::Unsafe,
            effect: Effect::Reload,
            edits: vec![Edit {
                file: place.file.clone(),
                line: place.line,
                parameter: "work_mem".to_owned(),
                from: "256MB".to_owned(),
                to: Some("16MB".to_owned()),
            }],
        }),
        location: Some(place),
    }
}

fn hostile(place: Place) -> Finding {
    Finding {
        rule: "PG-READ-001",
        name: "syntax-error",
        severity: Severity::Warning,
        confidence: Confidence::High,
        message: "cannot read `a | <b>\u{1b}[31m`, 100%:\nthe end".to_owned(),
        parameters: Vec::new(),
        evidence: Vec::new(),
        location: Some(place),
        fix: None,
    }
}

/// The rules that were asked.
pub(crate) fn rules() -> Vec<RuleEntry> {
    let rule = |code, name, severity| RuleEntry {
        codes: vec![code],
        name,
        severity,
        finds: format!("What {name} finds."),
        page: format!("## What it finds\n\nWhat {name} finds.\n"),
    };
    vec![
        rule("PG-READ-001", "syntax-error", Severity::Critical),
        rule("PG-READ-024", "nearest-series", Severity::Info),
        rule("PG-HOST-001", "too-many-workers", Severity::Warning),
        rule("PG-MEM-001", "memory-over-limit", Severity::Critical),
    ]
}

/// A run over these targets, and one more that could not be read.
pub(crate) fn run<'a>(
    targets: &'a [Checked],
    rules: &'a [RuleEntry],
    failures: &'a [String],
) -> Run<'a> {
    Run {
        targets,
        rules,
        failures,
        fail_on: Some(Severity::Critical),
        machine: Machine {
            ceiling_bytes: Known::Known(8 << 30, "this machine".to_owned()),
        },
    }
}
