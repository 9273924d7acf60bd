//! The bill against the limit: will this server go under?

use plimsoll_bill::sessions_allowed;
use plimsoll_conf::catalogue::Series;
use plimsoll_conf::in_force;
use plimsoll_model::{
    Bytes, Confidence, Config, FindingEvidence, MemoryBill, SessionsSource, Severity, Verdict,
};

use super::blame::{self, Blame};
use super::mend::editable;
use super::question::Question;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A configuration whose memory goes over what the server may have.
    ///
    /// It is critical where the server cannot but go under: idle and warm it already
    /// takes more than the limit; or it does at the load that was declared or seen; or
    /// already at a tenth of the sessions it admits, each doing as little as the profile
    /// `oltp` says. At a load that is only a profile's guess it is a warning where the
    /// file asks for more than the engine's defaults, and else an info.
    ///
    /// ## Why it matters
    ///
    /// At the limit of a container or a memory cgroup, or of a machine without swap, the
    /// kernel kills a process of the server. PostgreSQL then ends every session and goes
    /// through crash recovery; MySQL and MariaDB are one process and are gone. It comes
    /// under load, when it hurts most, and again as soon as the load is back.
    ///
    /// ## Example
    ///
    /// `work_mem = 512MB` with 16 sessions that each sort and hash under a limit of 2 GB:
    /// the parameter is a limit for one operation, not for the server.
    ///
    /// ## What to do instead
    ///
    /// Lower what the finding names; `plimsoll bill` shows line by line what each takes
    /// and which change moves the load line how far. Where nothing is named, the settings
    /// are modest and the limit itself is too small for the load. A few sessions that
    /// need more can set it for themselves (`SET LOCAL work_mem`).
    ///
    /// ## Sources
    ///
    /// - The memory bill, held against measured runs (the book's page on it)
    /// - Linux kernel documentation, admin-guide/cgroup-v2, "memory.max"
    /// - PostgreSQL manual, sections "Memory" and "Linux Memory Overcommit"
    /// - MySQL manual, section "How MySQL Uses Memory"
    OVER_THE_LIMIT {
        postgresql: Some("PG-MEM-001"),
        mysql: Some("MY-MEM-001"),
        name: "memory-over-limit",
        worst: Critical,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let ceiling = input.facts.ceiling_bytes();
    let Some(limit) = ceiling.get().copied() else {
        return Answer::Needs(vec!["memory"]);
    };
    let Ok(bill) = input.bill else {
        return Answer::Needs(vec!["load"]);
    };
    let Some(case) = worst_case(input, bill, limit) else {
        return Answer::Found(Vec::new());
    };
    let case = as_sure_as_the_version(input, limit, case);
    let blame = blame::of(input, case.question, limit);
    Answer::Found(vec![found(input, bill, limit, &case, blame)])
}

/// In which way it goes over.
struct Case {
    severity: Severity,
    confidence: Confidence,
    /// What is over, to be asked again with other values.
    question: Question,
    message: String,
}

fn worst_case(input: &Input<'_>, bill: &MemoryBill, limit: u64) -> Option<Case> {
    declared(bill, limit)
        .or_else(|| idle(input, limit))
        .or_else(|| a_tenth(input, limit))
        .or_else(|| guessed(input, bill, limit))
}

/// A critical finding rests on the version too: where that is not known, it has
/// to hold in every one.
fn as_sure_as_the_version(input: &Input<'_>, limit: u64, case: Case) -> Case {
    let known = input.config.version.get().is_some();
    if known || case.severity < Severity::Critical || holds_in_every_series(input, limit, &case) {
        return case;
    }
    Case {
        severity: Severity::Warning,
        confidence: Confidence::Medium,
        message: format!(
            "{}, if it is {} {}; an older version takes less, so say which with --server-version",
            case.message,
            input.config.engine.title(),
            input.config.series
        ),
        ..case
    }
}

fn holds_in_every_series(input: &Input<'_>, limit: u64, case: &Case) -> bool {
    Series::all(input.config.engine).all(|series| {
        let config = Config {
            series: series.version(),
            ..input.config.clone()
        };
        let settings = in_force(&config);
        let bytes = case.question.ask(input, &settings, input.load);
        bytes.is_some_and(|bytes| bytes > limit)
    })
}

/// The load that someone declared or saw.
fn declared(bill: &MemoryBill, limit: u64) -> Option<Case> {
    if !is_real(bill) {
        return None;
    }
    let sessions = bill.load.sessions;
    let source = bill.load.sessions_source.as_str();
    let (severity, confidence, message) = match bill.verdict {
        Verdict::Over => (
            Severity::Critical,
            Confidence::High,
            format!(
                "under the {source} load of {sessions} sessions this server takes about {}, and it may have {}",
                Bytes(bill.total.likely_bytes),
                Bytes(limit)
            ),
        ),
        Verdict::AtRisk => (
            Severity::Warning,
            Confidence::Medium,
            format!(
                "under the {source} load of {sessions} sessions this server may take up to {}, and it may have {}",
                Bytes(bill.total.high_bytes),
                Bytes(limit)
            ),
        ),
        Verdict::Within | Verdict::Unknown => return None,
    };
    Some(Case {
        severity,
        confidence,
        question: match bill.verdict {
            Verdict::AtRisk => Question::High,
            Verdict::Over | Verdict::Within | Verdict::Unknown => Question::Likely,
        },
        message,
    })
}

/// Idle and warm, before the first session comes.
fn idle(input: &Input<'_>, limit: u64) -> Option<Case> {
    let question = Question::Idle;
    let low = question.ask(input, input.settings, input.load)?;
    (low > limit).then(|| Case {
        severity: Severity::Critical,
        confidence: Confidence::High,
        message: format!(
            "idle and warm, without one session, this server holds {}, and it may have {}",
            Bytes(low),
            Bytes(limit)
        ),
        question,
    })
}

/// A tenth of the sessions it admits, under the mildest profile.
fn a_tenth(input: &Input<'_>, limit: u64) -> Option<Case> {
    let allowed = sessions_allowed(input.settings);
    let sessions = allowed / 10;
    let question = Question::Tenth;
    let likely = question.ask(input, input.settings, input.load)?;
    (likely > limit).then(|| Case {
        severity: Severity::Critical,
        confidence: Confidence::High,
        message: format!(
            "with {sessions} of the {allowed} sessions it admits, each doing little, \
             this server already takes about {}, and it may have {}",
            Bytes(likely),
            Bytes(limit)
        ),
        question,
    })
}

/// A profile's guess at what the sessions do.
fn guessed(input: &Input<'_>, bill: &MemoryBill, limit: u64) -> Option<Case> {
    if is_real(bill) || bill.verdict != Verdict::Over {
        return None;
    }
    let question = Question::Likely;
    let modest = blame::of(input, question, limit).parameters.is_empty();
    let severity = if modest {
        Severity::Info
    } else {
        Severity::Warning
    };
    Some(Case {
        severity,
        confidence: Confidence::Medium,
        question,
        message: format!(
            "if {} sessions came and did what the profile {} says, this server would take about {}, \
             and it may have {}; say what really comes with --load or --sessions",
            bill.load.sessions,
            bill.load.profile.unwrap_or_default().as_str(),
            Bytes(bill.total.likely_bytes),
            Bytes(limit)
        ),
    })
}

/// Whether someone said, or saw, how many sessions come.
fn is_real(bill: &MemoryBill) -> bool {
    match bill.load.sessions_source {
        SessionsSource::Declared | SessionsSource::Observed | SessionsSource::Pooler => true,
        SessionsSource::Profile | SessionsSource::MaxConnections => false,
    }
}

fn found(input: &Input<'_>, bill: &MemoryBill, limit: u64, case: &Case, blame: Blame) -> Found {
    let message = if blame.parameters.is_empty() {
        format!(
            "{}. No setting here is to blame: the limit is too small for it.",
            case.message
        )
    } else {
        format!(
            "{}. To blame: {}.",
            case.message,
            blame.parameters.join(", ")
        )
    };
    Found {
        severity: case.severity,
        confidence: case.confidence,
        message,
        location: blame
            .parameters
            .iter()
            .find_map(|name| editable(input, name)),
        parameters: blame.parameters,
        evidence: evidence(input, bill, limit),
        fix: blame.fix,
    }
}

/// The limit, and the three dearest lines of the bill.
fn evidence(input: &Input<'_>, bill: &MemoryBill, limit: u64) -> Vec<FindingEvidence> {
    let source = input
        .facts
        .ceiling_bytes()
        .source()
        .unwrap_or_default()
        .to_owned();
    let mut evidence = vec![FindingEvidence {
        what: "limit".to_owned(),
        value: Bytes(limit).to_string(),
        source,
    }];
    let mut dearest: Vec<_> = bill.lines.iter().collect();
    dearest.sort_by_key(|line| std::cmp::Reverse(line.range.likely_bytes));
    evidence.extend(dearest.into_iter().take(3).map(|line| {
        let place = line.parameters.iter().find_map(|name| input.place(name));
        FindingEvidence {
            what: line.what.clone(),
            value: format!("{} = {}", Bytes(line.range.likely_bytes), line.formula),
            source: place.map_or_else(|| "default".to_owned(), |place| place.to_string()),
        }
    }));
    evidence
}
