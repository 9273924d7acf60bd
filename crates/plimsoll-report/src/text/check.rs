//! Findings worst first with the lines they are about, the bill, and a closing
//! line that says what was not judged.

use std::fmt::Write as _;

use plimsoll_model::Bytes;

use super::bill::table;
use super::finding::finding;
use super::{server, wrapped};
use crate::clean::clean;
use crate::{Checked, Run, Screen, closing};

/// All targets of one run; nothing where there is none.
pub fn check(run: &Run<'_>, screen: Screen) -> String {
    let mut out = String::new();
    if run.targets.is_empty() {
        return out;
    }
    for target in run.targets {
        let title = format!("{}: {}", clean(&target.path), server(&target.config));
        let _ = writeln!(out, "{}\n", screen.palette.strong(&title));
        for found in &target.findings {
            out.push_str(&finding(found, target, screen));
            out.push('\n');
        }
        out.push_str(&memory(target, screen));
        out.push('\n');
    }
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
