//! `plimsoll check PATH…`: findings and the memory bill.

use std::collections::BTreeSet;

use plimsoll_model::{Place, ServerFacts};
use plimsoll_report::text::Machine;
use plimsoll_report::{Checked, Quote, json, text};

use crate::app::Ended;
use crate::cli::{Check, Require, TextOrJson};
use crate::failure::Failure;
use crate::judged::judged;
use crate::read::{Asked, Case, cases};
use crate::{fix, output};

/// Runs it.
pub(crate) fn run(arguments: &Check) -> Result<Ended, Failure> {
    let asked = Asked {
        source: &arguments.source,
        facts: &arguments.facts,
        load: &arguments.load,
    };
    let (paths, mut failures) = fix::applied(arguments, asked);
    let (mut targets, mut missing, mut fixable) = (Vec::new(), Vec::new(), Vec::new());
    for read in paths.iter().flat_map(|path| cases(path, asked)) {
        match read {
            Ok(case) => {
                missing.extend(not_known(&case, &arguments.require));
                if arguments.fixes.diff {
                    fixable.push(case.clone());
                }
                targets.push(checked(case));
            }
            Err(failure) => failures.push(failure),
        }
    }
    let text = match arguments.format {
        _ if arguments.fixes.diff => fix::shown(fixable, arguments.fixes, asked),
        TextOrJson::Json => json::check(&targets),
        TextOrJson::Text if targets.is_empty() => String::new(),
        TextOrJson::Text => text::check(&targets, &machine(&targets), output::palette()),
    };
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
    let (bill, judgement) = judged(&case);
    let places = judgement
        .findings
        .iter()
        .filter_map(|finding| finding.location.as_ref());
    let quotes = quotes(&case, places);
    let problems = case.config.problems.iter().chain(&case.load_problems);
    Checked {
        problems: problems.cloned().collect(),
        path: case.path,
        config: case.config,
        facts: case.facts,
        bill: bill.map_err(|refusal| refusal.why),
        findings: judgement.findings,
        skipped: judgement.skipped,
        quotes,
    }
}

fn quotes<'a>(case: &Case, places: impl Iterator<Item = &'a Place>) -> Vec<Quote> {
    let places: BTreeSet<(&str, u32)> = places
        .map(|place| (place.file.as_str(), place.line))
        .collect();
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
    places.into_iter().filter_map(quote).collect()
}

/// What `--host` would take, looked up only where it has to be named.
fn machine(targets: &[Checked]) -> Machine {
    let unknown = |target: &Checked| target.facts.ceiling_bytes().get().is_none();
    let facts = if targets.iter().any(unknown) {
        plimsoll_live::read::host::this_machine()
    } else {
        ServerFacts::default()
    };
    Machine {
        ceiling_bytes: facts.ceiling_bytes(),
    }
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
