//! `--fix`, `--unsafe-fixes` and `--diff`: which fixes would hold together
//! ([`plan`]), and writing them so that nothing is ever half written
//! ([`write`]). What is a fix was decided by the rules.

mod plan;
mod say;
mod write;

use std::path::PathBuf;

use plimsoll_model::Safety;
use plimsoll_report::{Rewritten, diff};

use crate::cli::{Check, FixFlags};
use crate::failure::Failure;
use crate::judged::Judge;
use crate::output;
use crate::read::{Asked, Case, cases};
use plan::{Plan, Trial};

impl FixFlags {
    /// Whether files are to be changed.
    const fn writes(self) -> bool {
        (self.fix || self.unsafe_fixes) && !self.diff
    }

    /// Whether a fix is asked for.
    const fn takes(self, safety: Safety) -> bool {
        match safety {
            Safety::Safe => true,
            Safety::Unsafe => self.unsafe_fixes,
            Safety::Display => false,
        }
    }
}

/// Applies what is asked for and says so. What is then left to check, and what
/// could not be written.
pub(crate) fn applied(
    arguments: &Check,
    asked: Asked<'_>,
    judge: &Judge,
) -> (Vec<PathBuf>, Vec<Failure>) {
    let flags = arguments.fixes;
    if !flags.writes() {
        return (arguments.paths.clone(), Vec::new());
    }
    let is_stream = |path: &&PathBuf| path.as_os_str() == "-";
    let (streams, paths): (Vec<_>, Vec<_>) = arguments.paths.iter().partition(is_stream);
    let mut failures: Vec<Failure> = streams.iter().map(|_| no_stream()).collect();
    // What cannot be read is said by the check that follows.
    let read = paths.iter().flat_map(|path| cases(path, asked));
    let findings = |case: &Case| judge.case(case).findings;
    let plan = Plan::of(
        read.flatten().collect(),
        flags,
        Trial {
            asked,
            judge: &findings,
        },
    );
    for unit in plan.units() {
        let files: Vec<write::New<'_>> = unit.files.iter().filter_map(|it| plan.file(it)).collect();
        match write::write(&files) {
            Ok(kept) => {
                output::note(&say::applied(unit.fixes, &files, &kept));
            }
            Err(failure) => failures.push(failure),
        }
    }
    for line in say::left(&plan, flags) {
        output::note(&line);
    }
    (paths.into_iter().cloned().collect(), failures)
}

/// What would be applied, as a diff; what else there is to say goes to
/// standard error.
pub(crate) fn shown(cases: Vec<Case>, flags: FixFlags, asked: Asked<'_>, judge: &Judge) -> String {
    let findings = |case: &Case| judge.case(case).findings;
    let plan = Plan::of(
        cases,
        flags,
        Trial {
            asked,
            judge: &findings,
        },
    );
    let files: Vec<write::New<'_>> = plan.files().collect();
    let rewritten = files.iter().map(|new| Rewritten {
        path: new.shown,
        before: new.before,
        after: new.after,
    });
    let rewritten: Vec<Rewritten<'_>> = rewritten.collect();
    let count = plan.units().iter().map(|unit| unit.fixes).sum();
    output::note(&say::would_apply(count, &files));
    for line in say::left(&plan, flags) {
        output::note(&line);
    }
    diff(&rewritten, output::palette())
}

fn no_stream() -> Failure {
    Failure::new("-: what comes by standard input cannot be changed; --diff shows the fixes")
}
