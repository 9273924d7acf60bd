//! `plimsoll check PATH…`: findings and the memory bill.

mod written;

use std::path::Path;

use plimsoll_report::Checked;

use crate::against;
use plimsoll_conf::catalogue::Releases;

use crate::baseline::{self, Baseline};
use crate::checked::checked;
use crate::cli::{Check, Require};
use crate::ended::Ended;
use crate::failure::Failure;
use crate::judged::{self, Judge};
use crate::read::{Asked, Case, Found, cases, found, policy};
use crate::spread::on_all_cores;
use crate::{fix, output};

/// Runs it.
pub(crate) fn run(arguments: &Check) -> Result<Ended, Failure> {
    let policy = arguments.policy.as_deref().map(policy).transpose()?;
    let baseline = arguments.baseline.as_deref();
    let baseline = baseline.map(Baseline::read).transpose()?;
    let asked = Asked {
        source: &arguments.source,
        facts: &arguments.facts,
        load: &arguments.load,
        policy: policy.as_ref(),
    };
    let judge = Judge::of(
        judged::Asked {
            from: arguments.from.map(|from| from.version),
            all: arguments.all,
            by_policy: policy.is_some(),
        },
        Releases::embedded(),
    );
    let (paths, mut failures) = fix::applied(arguments, asked, &judge);
    let mut seen = Seen::default();
    for path in &paths {
        if let Err(failure) = seen.look(path, arguments, asked, &judge) {
            failures.push(failure);
        }
    }
    failures.append(&mut seen.failures);
    failures.extend(set_aside(arguments, baseline.as_ref(), &mut seen.targets).err());
    let text = if arguments.fixes.diff {
        fix::shown(seen.fixable, arguments.fixes, asked, &judge)
    } else {
        written::text(arguments, &seen.targets, &failures)
    };
    output::result(&text)?;
    output::failures(&failures);
    output::failures(&seen.missing);
    Ok(ended(arguments, &seen.targets, &failures, &seen.missing))
}

/// What was read and judged.
#[derive(Default)]
struct Seen {
    targets: Vec<Checked>,
    /// Required facts that are not known.
    missing: Vec<Failure>,
    /// What `--diff` would change.
    fixable: Vec<Case>,
    failures: Vec<Failure>,
}

impl Seen {
    /// Judges the targets at a path; with `--against`, beside what they were.
    fn look(
        &mut self,
        path: &Path,
        arguments: &Check,
        asked: Asked<'_>,
        judge: &Judge,
    ) -> Result<(), Failure> {
        let at = self.targets.len();
        let one = |found: Result<Found, Failure>| {
            let case = found?.case(asked)?;
            let missing = not_known(&case, &arguments.require);
            let fixable = arguments.fixes.diff.then(|| case.clone());
            Ok((missing, fixable, checked(case, judge)))
        };
        for read in on_all_cores(found(path, asked.source), one) {
            match read {
                Ok((missing, fixable, checked)) => {
                    self.missing.extend(missing);
                    self.fixable.extend(fixable);
                    self.targets.push(checked);
                }
                Err(failure) => self.failures.push(failure),
            }
        }
        let Some(revision) = &arguments.against else {
            return Ok(());
        };
        against::compare(revision, path, &mut self.targets[at..], |then| {
            let read = cases(then, asked).into_iter().flatten();
            read.map(|case| checked(case, judge)).collect()
        })
    }
}

/// Writes a baseline, or sets aside what one has already.
fn set_aside(
    arguments: &Check,
    baseline: Option<&Baseline>,
    targets: &mut [Checked],
) -> Result<(), Failure> {
    if let Some(path) = &arguments.write_baseline {
        let count = baseline::write(path, targets)?;
        output::note(&format!("wrote {}: {count} findings", path.display()));
        for target in &mut *targets {
            target.known = std::mem::take(&mut target.findings);
        }
    }
    if let Some(baseline) = baseline {
        for target in &mut *targets {
            baseline.set_aside(target);
        }
        let gone = baseline.gone(targets);
        if gone > 0 {
            output::note(&format!(
                "{gone} findings of the baseline are not there any more: write it again"
            ));
        }
    }
    Ok(())
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
