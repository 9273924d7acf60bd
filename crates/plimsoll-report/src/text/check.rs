//! Findings worst first with the lines they are about, the bill, and a closing
//! line that says what was not judged.

use std::fmt::Write as _;

use plimsoll_model::Bytes;

use super::bill::table;
use super::finding::finding;
use super::{server, wrapped};
use crate::clean::clean;
use crate::closing::counted;
use crate::{Accepted, Checked, Run, Screen, closing, compared};

/// All targets of one run; nothing where there is none.
pub fn check(run: &Run<'_>, screen: Screen) -> String {
    let mut out = String::new();
    if run.targets.is_empty() {
        return out;
    }
    for one in run.targets {
        out.push_str(&target(one, screen));
    }
    out.push_str(&ending(run, screen));
    out
}

/// One target: its findings, its bill, what was set aside.
pub(super) fn target(target: &Checked, screen: Screen) -> String {
    let title = format!("{}: {}", clean(&target.path), server(&target.config));
    let mut out = format!("{}\n\n", screen.palette.strong(&title));
    for found in &target.findings {
        out.push_str(&finding(found, target, screen));
        out.push('\n');
    }
    out.push_str(&memory(target, screen));
    out.push('\n');
    for line in set_aside(target) {
        out.push_str(&wrapped(&line, "", screen.width));
    }
    if let Some(against) = &target.against {
        let line = clean(&compared::words(target, against));
        out.push_str(&screen.palette.strong(&wrapped(&line, "", screen.width)));
    }
    out
}

/// Where to read more, the sums, and what was not judged.
pub(super) fn ending(run: &Run<'_>, screen: Screen) -> String {
    let mut out = String::new();
    let mut findings = run.targets.iter().flat_map(|target| &target.findings);
    if let Some(first) = findings.next() {
        let more = format!(
            "plimsoll explain {} says more; so with any code.",
            first.rule
        );
        let _ = writeln!(out, "{}", screen.palette.faint(&more));
    }
    let _ = writeln!(out, "{}", closing::sums(run));
    if let Some(not_judged) = closing::not_judged(run) {
        let _ = writeln!(out, "{}", screen.palette.strong(&not_judged));
    }
    out
}

/// What was found and does not count: silence about it would mislead.
fn set_aside(target: &Checked) -> Vec<String> {
    let accepted = target.accepted.iter().map(|accepted| {
        let Accepted {
            reason,
            owner,
            until,
            ..
        } = accepted;
        let rule = accepted.finding.rule;
        clean(&format!(
            "Accepted: {rule} until {until} by {owner}: {reason}"
        ))
    });
    let known = target.known.len();
    let known =
        (known > 0).then(|| format!("Known from the baseline: {}.", counted(known, "finding")));
    accepted.chain(known).collect()
}

/// The table where there is a limit to hold it against, else one line.
fn memory(target: &Checked, screen: Screen) -> String {
    match &target.bill {
        Ok(bill) if bill.limit_bytes.get().is_some() => {
            let heading = screen.palette.strong("Memory bill");
            format!("{heading}\n{}", table(bill, screen))
        }
        Ok(bill) => {
            let line = format!(
                "Memory bill: likely {}, at most {}, with {} sessions ({}).",
                Bytes(bill.total.likely_bytes),
                Bytes(bill.total.high_bytes),
                bill.load.sessions,
                bill.load.sessions_source.as_str(),
            );
            wrapped(&line, "", screen.width)
        }
        Err(why) => {
            let line = format!("Memory bill: none, {}.", clean(why).trim_end_matches('.'));
            wrapped(&line, "", screen.width)
        }
    }
}
