//! A case put to the rules: what was accepted taken out, secrets taken out of
//! what is said, fixes made ready to be shown or applied.

use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_conf::catalogue::{Date, Releases};
use plimsoll_conf::{line_for, value_at, written_by};
use plimsoll_lint::registry::rules;
use plimsoll_lint::{Accepted, Input, Rule, Terms, judge, show_only, weigh};
use plimsoll_model::{Edit, Engine, Finding, MemoryBill, Refusal, Skipped, Version};
use plimsoll_report::redact;

use crate::read::Case;

/// How one run judges.
pub(crate) struct Judge {
    asked: Asked,
    releases: Releases,
    today: Option<Date>,
}

/// What the command line says of judging.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked {
    /// The version that is run today.
    pub(crate) from: Option<Version>,
    /// Whether the rules that are off by default are asked too.
    pub(crate) all: bool,
    /// Whether house rules are a policy's.
    pub(crate) by_policy: bool,
}

/// What the rules say of a case, and its bill.
pub(crate) struct Judged {
    /// The bill, or why there is none.
    pub(crate) bill: Result<MemoryBill, Refusal>,
    /// What counts, worst first.
    pub(crate) findings: Vec<Finding>,
    /// What someone accepted.
    pub(crate) accepted: Vec<Accepted>,
    /// Rules that could not look.
    pub(crate) skipped: Vec<Skipped>,
}

impl Judge {
    /// As the command line asks, on the day of the machine's clock.
    pub(crate) fn of(asked: Asked, releases: Releases) -> Self {
        let now = jiff::Timestamp::now();
        Self {
            asked,
            releases,
            today: Date::parse(&now.strftime("%F").to_string()),
        }
    }

    /// Codes of the rules that are asked of an engine.
    pub(crate) fn asked(&self, engine: Engine) -> Vec<&'static str> {
        let asked = rules().filter(|rule: &&Rule| rule.on || self.asked.all);
        asked.filter_map(|rule| rule.code(engine)).collect()
    }

    /// Judges a case. A new line's place is filled in, and what would change a
    /// tool's file is only shown.
    pub(crate) fn case(&self, case: &Case) -> Judged {
        let bill = case.bill();
        let terms = self.terms(case);
        let mut judgement = judge(&Input {
            config: &case.config,
            settings: &case.settings,
            facts: &case.facts,
            load: &case.load,
            load_problems: &case.load_problems,
            profile: case.profile,
            arrivals: case.arrivals,
            bill: bill.as_ref(),
            terms: &terms,
            releases: &self.releases,
            seen: case.seen.as_ref(),
        });
        let (mut words, mistakes) = case.comments();
        words.extend(case.said.ignores.iter().cloned());
        judgement.findings.extend(mistakes);
        let mut weighed = weigh(case.config.engine, judgement, &words, &terms);
        ready(&mut weighed.findings, case);
        let accepted = weighed.accepted.iter_mut();
        accepted.for_each(|accepted| redact::finding(&mut accepted.finding));
        Judged {
            bill,
            findings: weighed.findings,
            accepted: weighed.accepted,
            skipped: weighed.skipped,
        }
    }

    /// What was said of the target and of the run.
    fn terms(&self, case: &Case) -> Terms {
        let target = &case.said.target;
        Terms {
            from: self.asked.from,
            today: self.today,
            disposable: target.disposable.unwrap_or_default(),
            env: target.env.clone(),
            group: target.group.clone(),
            house: case.said.house.clone(),
            house_by_policy: self.asked.by_policy,
            firm: case.said.firm.clone(),
            all: self.asked.all,
        }
    }
}

fn ready(findings: &mut [Finding], case: &Case) {
    let fixes = findings.iter_mut().filter_map(|it| it.fix.as_mut());
    for edit in fixes.flat_map(|fix| &mut fix.edits) {
        place(edit, case);
    }
    findings.iter_mut().for_each(redact::finding);
    show_only(findings, |edit| {
        let path = resolved(Path::new(&edit.file));
        written_by(&path, case.bytes(&edit.file)?, edit.line)
    });
}

/// Fills in where a new line belongs, and what stands in one that is to go.
pub(crate) fn place(edit: &mut Edit, case: &Case) {
    let Some(bytes) = case.bytes(&edit.file) else {
        return;
    };
    let (engine, series) = (case.config.engine, case.config.series);
    if edit.to.is_none() {
        let stands = value_at(engine, series, bytes, edit.line, &edit.parameter);
        edit.from = stands.unwrap_or_default();
    } else if edit.line == 0 {
        edit.line = line_for(engine, series, bytes, &edit.parameter);
    }
}

/// The file itself where the path is a link; the path where it cannot be told
/// (standard input).
pub(crate) fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
