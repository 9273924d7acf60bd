//! `plimsoll check PATH…`: findings and the memory bill.

use std::collections::BTreeSet;

use plimsoll_conf::catalogue::{Date, Releases};
use plimsoll_lint::{Input, Terms, judge, weigh};
use plimsoll_model::{Place, ServerFacts};
use plimsoll_report::text::Machine;
use plimsoll_report::{Accepted, Checked, Quote, json, text};

use crate::app::Ended;
use crate::cli::{Check, Require, TextOrJson};
use crate::failure::Failure;
use crate::output;
use crate::read::{Asked, Case, cases, policy};

/// Runs it.
pub(crate) fn run(arguments: &Check) -> Result<Ended, Failure> {
    let policy = arguments.policy.as_deref().map(policy).transpose()?;
    let asked = Asked {
        source: &arguments.source,
        facts: &arguments.facts,
        load: &arguments.load,
        policy: policy.as_ref(),
    };
    let releases = Releases::embedded();
    let (mut targets, mut failures, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for read in arguments.paths.iter().flat_map(|path| cases(path, asked)) {
        match read {
            Ok(case) => {
                missing.extend(not_known(&case, &arguments.require));
                let terms = terms(arguments, &case);
                targets.push(checked(case, &terms, &releases));
            }
            Err(failure) => failures.push(failure),
        }
    }
    let text = match arguments.format {
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

/// What was said of the target and of the run.
fn terms(arguments: &Check, case: &Case) -> Terms {
    Terms {
        from: arguments.from.map(|from| from.version),
        today: Date::parse(&jiff::Timestamp::now().strftime("%F").to_string()),
        disposable: case.said.target.disposable.unwrap_or_default(),
        env: case.said.target.env.clone(),
        group: case.said.target.group.clone(),
        house: case.said.house.clone(),
        house_by_policy: arguments.policy.is_some(),
        firm: case.said.firm.clone(),
        all: arguments.all,
    }
}

fn checked(case: Case, terms: &Terms, releases: &Releases) -> Checked {
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
        terms,
        releases,
    });
    let (mut words, mistakes) = case.comments();
    words.extend(case.said.ignores.iter().cloned());
    judgement.findings.extend(mistakes);
    let weighed = weigh(case.config.engine, judgement, &words, terms);
    let places = weighed
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
        findings: weighed.findings,
        accepted: weighed.accepted.into_iter().map(accepted).collect(),
        skipped: weighed.skipped,
        quotes,
    }
}

fn accepted(accepted: plimsoll_lint::Accepted) -> Accepted {
    let by = accepted.by;
    Accepted {
        finding: accepted.finding,
        reason: by.reason,
        owner: by.owner,
        until: by.until.to_string(),
        place: by.place,
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
