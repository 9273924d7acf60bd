//! A case judged and laid out for a report.

use std::collections::BTreeSet;

use plimsoll_model::{Finding, Place};
use plimsoll_report::{Accepted, Checked, Quote};

use crate::judged::Judge;
use crate::read::Case;

/// Judges a case; what a report says of it.
pub(crate) fn checked(case: Case, judge: &Judge) -> Checked {
    let judged = judge.case(&case);
    let accepted: Vec<Accepted> = judged.accepted.into_iter().map(accepted).collect();
    let quotes = quotes(&case, &judged.findings);
    let problems = case.config.problems.iter().chain(&case.load_problems);
    Checked {
        problems: problems.cloned().collect(),
        asked: judge.asked(case.config.engine),
        path: case.path,
        config: case.config,
        facts: case.facts,
        bill: judged.bill.map_err(|refusal| refusal.why),
        findings: judged.findings,
        accepted,
        known: Vec::new(),
        against: None,
        skipped: judged.skipped,
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
