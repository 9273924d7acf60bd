//! Which fixes hold: each is tried on the configuration as the ones before it
//! would leave it, and the whole is judged again. Worst findings come first,
//! so that of two fixes of one value the worse one's wins. Nothing is written
//! here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use plimsoll_conf::{Unwritable, rewritten};
use plimsoll_model::{Edit, Finding, Safety, Severity};

use super::write::New;
use crate::cli::FixFlags;
use crate::failure::Failure;
use crate::judged::resolved;
use crate::read::{Asked, Case};

/// Fixes tried on one target; a configuration with more is no longer mended.
const FIXES_MAX: usize = 500;

/// Why a fix is not applied.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// The fix of this rule changes the same value.
    Taken(&'static str),
    /// The file cannot be made to say it.
    Unwritable(String, Unwritable),
    /// What comes out cannot be read.
    Unreadable(Failure),
    /// The finding would stay.
    Stays,
    /// A finding of this rule, as bad or worse, would come.
    Brings(&'static str),
}

/// A finding whose fix is not applied.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) finding: Finding,
    pub(super) why: Refusal,
}

/// How a configuration is read again, and judged.
#[derive(Clone, Copy)]
pub(super) struct Trial<'a> {
    pub(super) asked: Asked<'a>,
    /// Every finding, worst first.
    pub(super) judge: &'a dyn Fn(&Case) -> Vec<Finding>,
}

/// Files that are changed together or not at all.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    /// The files, links resolved.
    pub(super) files: BTreeSet<PathBuf>,
    /// How many fixes.
    pub(super) fixes: usize,
    targets: BTreeSet<usize>,
}

/// The fixes that hold, and those that do not.
pub(super) struct Plan {
    targets: Vec<Target>,
    changed: BTreeMap<PathBuf, Changed>,
    units: Vec<Unit>,
}

/// One configuration as the fixes so far would leave it.
struct Target {
    case: Case,
    findings: Vec<Finding>,
    /// Every file that it reads and the file itself, links resolved.
    files: BTreeMap<String, PathBuf>,
    /// The parameters that were changed, and by which rule's fix.
    taken: BTreeMap<String, &'static str>,
    tried: BTreeSet<Attempt>,
    refused: Vec<Refused>,
}

/// A file before the first fix and after the last.
struct Changed {
    shown: String,
    before: Arc<[u8]>,
    after: Arc<[u8]>,
}

/// A fix that was tried: the rule, and file, parameter and value of its edits.
type Attempt = (&'static str, Vec<(String, String, Option<String>)>);

/// What a finding is known by from one judgement to the next: lines move.
type Key<'a> = (&'static str, Severity, BTreeSet<&'a str>, Option<&'a str>);

/// What a fix that holds makes of files and targets.
struct Step {
    files: BTreeMap<PathBuf, Changed>,
    targets: Vec<(usize, Case, Vec<Finding>)>,
}

impl Plan {
    /// Tries every fix that is asked for.
    pub(super) fn of(cases: Vec<Case>, flags: FixFlags, trial: Trial<'_>) -> Self {
        let cases = cases.into_iter();
        let targets = cases.map(|case| Target::of((trial.judge)(&case), case));
        let mut plan = Self {
            targets: targets.collect(),
            changed: BTreeMap::new(),
            units: Vec::new(),
        };
        for at in 0..plan.targets.len() {
            for _ in 0..FIXES_MAX {
                let Some((finding, edits)) = plan.targets[at].next(flags) else {
                    break;
                };
                match plan.attempt(at, &finding, &edits, trial) {
                    Ok(step) => plan.take(at, &finding, &edits, step),
                    Err(why) => plan.targets[at].refused.push(Refused { finding, why }),
                }
            }
        }
        plan
    }

    /// What is to be written together.
    pub(super) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Whether something was read and no fix of it holds.
    pub(super) fn has_nothing(&self) -> bool {
        !self.targets.is_empty() && self.units.is_empty()
    }

    /// A file as it is to be.
    pub(super) fn file(&self, file: &Path) -> Option<New<'_>> {
        let (path, changed) = self.changed.get_key_value(file)?;
        Some(New {
            path,
            shown: &changed.shown,
            before: &changed.before,
            after: &changed.after,
        })
    }

    /// Every file that changes, in the order of their paths.
    pub(super) fn files(&self) -> impl Iterator<Item = New<'_>> {
        self.changed.keys().filter_map(|file| self.file(file))
    }

    /// The fixes that do not hold, of findings that are still there.
    pub(super) fn refused(&self) -> impl Iterator<Item = &Refused> {
        self.targets.iter().flat_map(Target::still_refused)
    }

    /// How many findings are left whose fix has this safety.
    pub(super) fn left(&self, safety: Safety) -> usize {
        let findings = self.targets.iter().flat_map(|it| &it.findings);
        let fixes = findings.filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.safety == safety).count()
    }

    /// Tries one fix; nothing is changed by it.
    fn attempt(
        &self,
        at: usize,
        finding: &Finding,
        edits: &[Edit],
        trial: Trial<'_>,
    ) -> Result<Step, Refusal> {
        let target = &self.targets[at];
        let mut parameters = edits.iter().map(|edit| &edit.parameter);
        if let Some(rule) = parameters.find_map(|name| target.taken.get(name)) {
            return Err(Refusal::Taken(rule));
        }
        let files = target.rewritten(edits)?;
        let mut targets = Vec::new();
        for (index, target) in self.targets.iter().enumerate() {
            let Some(case) = target.with(&files, trial.asked) else {
                continue;
            };
            let case = case.map_err(Refusal::Unreadable)?;
            let findings = (trial.judge)(&case);
            let before = &target.findings;
            if index == at && !went(finding, before, &findings) {
                return Err(Refusal::Stays);
            }
            if let Some(rule) = brought(finding.severity, before, &findings) {
                return Err(Refusal::Brings(rule));
            }
            targets.push((index, case, findings));
        }
        Ok(Step { files, targets })
    }

    fn take(&mut self, at: usize, finding: &Finding, edits: &[Edit], step: Step) {
        let mut unit = Unit {
            files: step.files.keys().cloned().collect(),
            fixes: 1,
            targets: BTreeSet::from([at]),
        };
        for (index, case, findings) in step.targets {
            let target = &mut self.targets[index];
            target.files = resolved_files(&case);
            target.case = case;
            target.findings = findings;
            let names = edits.iter().map(|edit| edit.parameter.clone());
            target.taken.extend(names.map(|name| (name, finding.rule)));
            unit.targets.insert(index);
        }
        for (path, new) in step.files {
            match self.changed.get_mut(&path) {
                Some(changed) => changed.after = new.after,
                None => {
                    self.changed.insert(path, new);
                }
            }
        }
        let apart = |other: &Unit| {
            unit.files.is_disjoint(&other.files) && unit.targets.is_disjoint(&other.targets)
        };
        let (others, joined): (Vec<Unit>, Vec<Unit>) = self.units.drain(..).partition(apart);
        for other in joined {
            unit.files.extend(other.files);
            unit.targets.extend(other.targets);
            unit.fixes += other.fixes;
        }
        self.units = others;
        self.units.push(unit);
    }
}

impl Target {
    fn of(findings: Vec<Finding>, case: Case) -> Self {
        Self {
            files: resolved_files(&case),
            case,
            findings,
            taken: BTreeMap::new(),
            tried: BTreeSet::new(),
            refused: Vec::new(),
        }
    }

    /// The next finding with a fix to try, and its edits.
    fn next(&mut self, flags: FixFlags) -> Option<(Finding, Vec<Edit>)> {
        for finding in &self.findings {
            let Some(fix) = finding.fix.as_ref().filter(|fix| flags.takes(fix.safety)) else {
                continue;
            };
            let parts = |edit: &Edit| (edit.file.clone(), edit.parameter.clone(), edit.to.clone());
            let attempt = (finding.rule, fix.edits.iter().map(parts).collect());
            if self.tried.insert(attempt) {
                return Some((finding.clone(), fix.edits.clone()));
            }
        }
        None
    }

    /// The files after the edits.
    fn rewritten(&self, edits: &[Edit]) -> Result<BTreeMap<PathBuf, Changed>, Refusal> {
        let config = &self.case.config;
        let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
        for edit in edits {
            by_file.entry(&edit.file).or_default().push(edit);
        }
        let rewrite = |(file, edits): (&str, Vec<&Edit>)| {
            let cannot = |why| Refusal::Unwritable(file.to_owned(), why);
            let path = self.files.get(file);
            let (Some(path), Some(before)) = (path, self.case.bytes(file)) else {
                return Err(cannot(Unwritable::NotThere));
            };
            let after = rewritten(config.engine, config.series, before, &edits).map_err(cannot)?;
            let changed = Changed {
                shown: file.to_owned(),
                before: before.clone(),
                after: after.into(),
            };
            Ok((path.clone(), changed))
        };
        by_file.into_iter().map(rewrite).collect()
    }

    /// The configuration with these files; `None` where it reads none of them.
    fn with(
        &self,
        files: &BTreeMap<PathBuf, Changed>,
        asked: Asked<'_>,
    ) -> Option<Result<Case, Failure>> {
        let own = self.files.iter();
        let own = own.filter_map(|(shown, path)| Some((shown, files.get(path)?.after.clone())));
        let changed: Vec<_> = own.collect();
        (!changed.is_empty()).then(|| self.case.with(changed, asked))
    }

    fn still_refused(&self) -> impl Iterator<Item = &Refused> {
        let mut seen = BTreeSet::new();
        let last_first = self.refused.iter().rev();
        let mut refused: Vec<&Refused> = last_first
            .filter(|it| {
                let mut findings = self.findings.iter();
                let own = key(&it.finding);
                findings.any(|finding| key(finding) == own) && seen.insert(own)
            })
            .collect();
        refused.reverse();
        refused.into_iter()
    }
}

fn resolved_files(case: &Case) -> BTreeMap<String, PathBuf> {
    let files = case.config.files.iter();
    files
        .map(|file| (file.clone(), resolved(Path::new(file))))
        .collect()
}

fn key(finding: &Finding) -> Key<'_> {
    let parameters = finding.parameters.iter().map(String::as_str).collect();
    let file = finding.location.as_ref().map(|place| place.file.as_str());
    (finding.rule, finding.severity, parameters, file)
}

fn counted(findings: &[Finding]) -> BTreeMap<Key<'_>, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(key(finding)).or_default() += 1;
    }
    counts
}

/// Whether a finding is gone, or at least milder than it was.
fn went(finding: &Finding, before: &[Finding], after: &[Finding]) -> bool {
    let count = |findings| counted(findings).get(&key(finding)).copied();
    count(after).unwrap_or(0) < count(before).unwrap_or(0)
}

/// The rule of a finding that was not there before and is no milder than this.
fn brought(severity: Severity, before: &[Finding], after: &[Finding]) -> Option<&'static str> {
    let before = counted(before);
    let more = |(key, count): &(Key<'_>, usize)| {
        key.1 >= severity && *count > before.get(key).copied().unwrap_or(0)
    };
    counted(after).into_iter().find(more).map(|(key, _)| key.0)
}

#[cfg(test)]
mod tests;
