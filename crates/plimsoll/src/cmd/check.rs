//! `plimsoll check PATH…`: findings and the memory bill.

mod written;

use std::collections::BTreeSet;

use plimsoll_lint::registry::RULES;
use plimsoll_lint::{Input, judge};
use plimsoll_model::{Finding, Place};
use plimsoll_report::{Checked, Quote, redact};

use crate::app::Ended;
use crate::cli::{Check, Require};
use crate::failure::Failure;
use crate::output;
use crate::read::{Asked, Case, cases};

/// Runs it.
pub(crate) fn run(arguments: &Check) -> Result<Ended, Failure> {
    let asked = Asked {
        source: &arguments.source,
        facts: &arguments.facts,
        load: &arguments.load,
    };
    let (mut targets, mut failures, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for read in arguments.paths.iter().flat_map(|path| cases(path, asked)) {
        match read {
            Ok(case) => {
                missing.extend(not_known(&case, &arguments.require));
                targets.push(checked(case));
            }
            Err(failure) => failures.push(failure),
        }
    }
    let text = written::text(arguments, &targets, &failures);
    output::result(&text)?;
    output::failures(&failures);
    output::failures(&missing);
    Ok(ended(arguments, &targets, &failures, &missing))
}

fn ended(
    arguments: &Check,
    targets: &[Checked],
    failures: &[Failure],
    missing: &[Failure],
) -> Ended {
    let bad = arguments.fail_on.severity().is_some_and(|mildest| {
        let mut findings = targets.iter().flat_map(|target| &target.findings);
        findings.any(|finding| finding.severity >= mildest)
    });
    if !failures.is_empty() {
        Ended::Failed
    } else if bad || !missing.is_empty() {
        Ended::Findings
    } else {
        Ended::Well
    }
}

fn checked(case: Case) -> Checked {
    let bill = case.bill();
    let mut judgement = judge(&Input {
        config: &case.config,
        settings: &case.settings,
        facts: &case.facts,
        load: &case.load,
        load_problems: &case.load_problems,
        profile: case.profile,
        arrivals: case.arrivals,
        bill: bill.as_ref(),
    });
    judgement.findings.iter_mut().for_each(redact::finding);
    let quotes = quotes(&case, &judgement.findings);
    let engine = case.config.engine;
    let problems = case.config.problems.iter().chain(&case.load_problems);
    Checked {
        problems: problems.cloned().collect(),
        path: case.path,
        config: case.config,
        facts: case.facts,
        bill: bill.map_err(|refusal| refusal.why),
        findings: judgement.findings,
        asked: RULES.iter().filter_map(|rule| rule.code(engine)).collect(),
        skipped: judgement.skipped,
        quotes,
    }
}

/// The lines that findings point at and that their fixes change.
fn quotes(case: &Case, findings: &[Finding]) -> Vec<Quote> {
    let mut lines = BTreeSet::new();
    for finding in findings {
        let place = finding.location.iter();
        lines.extend(place.map(|place| (place.file.as_str(), place.line)));
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        lines.extend(edits.map(|edit| (edit.file.as_str(), edit.line)));
    }
    let quote = |(file, line): (&str, u32)| {
        let place = Place {
            file: file.to_owned(),
            line,
            column: 1,
        };
        Some(Quote {
            text: case.line(&place)?,
            file: place.file,
            line,
        })
    };
    lines.into_iter().filter_map(quote).collect()
}

/// The required facts that a case lacks, and what to add.
fn not_known(case: &Case, required: &[Require]) -> Vec<Failure> {
    let facts = &case.facts;
    let lacks = |fact: &Require| match fact {
        Require::Memory => facts.ceiling_bytes().get().is_none(),
        Require::Version => case.config.version.get().is_none(),
        Require::Swap => facts.swap_bytes.get().is_none(),
        Require::Cpus => facts.cpus.get().is_none(),
        Require::Storage => facts.storage.get().is_none(),
        Require::Load => case.load.groups.is_empty() && case.arrivals.is_none(),
    };
    let add = |fact: &Require| match fact {
        Require::Memory => ("memory", "--limit SIZE, --memory SIZE or --host"),
        Require::Version => ("version", "--server-version"),
        Require::Swap => ("swap", "--swap SIZE or --host"),
        Require::Cpus => ("cpus", "--cpus N or --host"),
        Require::Storage => ("storage", "--storage"),
        Require::Load => ("load", "--load FILE or --sessions N"),
    };
    let lacking = required.iter().filter(|fact| lacks(fact)).map(add);
    lacking
        .map(|(name, flag)| {
            Failure::new(format_args!(
                "{}: {name} is required and not known; add {flag}",
                case.path
            ))
        })
        .collect()
}
