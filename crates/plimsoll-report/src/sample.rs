//! A judged target for the tests of this crate's formats.

use std::collections::BTreeMap;

use plimsoll_model::{
    Blocker, Confidence, Config, Edit, Effect, Engine, Event, EventKind, Finding, FindingEvidence,
    Fix, Fork, Gap, Known, LearnedLine, Metric, Place, Reach, Reading, Safety, ServerFacts,
    Severity, Skipped, Source, SourceState, Version, Watched, WaterLine,
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

/// A server that is watched, with some of everything.
pub(crate) fn watched() -> Watched {
    let at = jiff::Timestamp::from_second(1_795_687_200).expect("a moment");
    let known = |value| Known::Known(value, "sampled".to_owned());
    let learned = LearnedLine {
        sessions: 58,
        sessions_high: 71,
        sessions_low: 49,
        base_bytes: 300 << 20,
        session_bytes: 30 << 20,
        samples: 400,
    };
    Watched {
        name: "shop".to_owned(),
        engine: Some(Engine::Postgresql),
        version_text: Some("16.4 (Debian \"16.4\")".to_owned()),
        at,
        reach: Some(Reach::Up),
        reach_since: Some(at - jiff::SignedDuration::from_hours(3)),
        sources: vec![SourceState {
            source: Source::Server,
            every_seconds: 10.0,
            last: Some(at),
            took_seconds: Some(0.0015),
            taken: 12,
            missed: 1,
            why: None,
        }],
        latest: vec![
            Reading::of(Metric::Sessions, "active", 3.0),
            Reading::of(Metric::DataBytes, "a\"b\n", 1e12),
            Reading::of(Metric::Sessions, "idle", 28.0),
            Reading::plain(Metric::StatementsTotal, 9000.0),
        ],
        rates: vec![Reading::plain(Metric::StatementsTotal, 200.0)],
        statement_seconds: Some(0.0025),
        line: WaterLine {
            limit_bytes: known(2 << 30),
            held_bytes: known(1230 << 20),
            sessions: known(31),
            learned: Known::Known(learned, "learned".to_owned()),
            bill_sessions: known(62),
            forecast: Known::Unknown("nothing grows".to_owned()),
        },
        learned_from: Some(at - jiff::SignedDuration::from_hours(48)),
        unusual: Vec::new(),
        blockers: vec![Blocker {
            session: 4711,
            user: "app".to_owned(),
            database: Some("shop".to_owned()),
            state: "idle in transaction".to_owned(),
            transaction_seconds: Some(31.5),
            blocked: 2,
        }],
        events: vec![Event {
            at,
            kind: EventKind::Deploy,
            target: "shop".to_owned(),
            message: "4.2".to_owned(),
            actor: None,
            reference: Some("a1b2".to_owned()),
        }],
        gaps: vec![Gap {
            what: "statements".to_owned(),
            why: "pg_stat_statements is not there".to_owned(),
            grant: None,
        }],
    }
}

/// A server that could not be asked yet.
pub(crate) fn unreached() -> Watched {
    let unknown = || Known::Unknown("not seen".to_owned());
    Watched {
        name: "gone".to_owned(),
        engine: None,
        version_text: None,
        reach: Some(Reach::Down("nothing listens there".to_owned())),
        sources: Vec::new(),
        latest: Vec::new(),
        rates: Vec::new(),
        statement_seconds: None,
        line: WaterLine {
            limit_bytes: unknown(),
            held_bytes: unknown(),
            sessions: unknown(),
            learned: Known::Unknown("not learned yet".to_owned()),
            bill_sessions: unknown(),
            forecast: Known::Unknown("not learned yet".to_owned()),
        },
        blockers: Vec::new(),
        events: Vec::new(),
        gaps: Vec::new(),
        ..watched()
    }
}
