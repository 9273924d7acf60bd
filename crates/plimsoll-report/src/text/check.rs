//! Findings worst first with the line they are about, the bill, and a closing
//! line that says what was not judged.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use plimsoll_model::{Bytes, Effect, Finding, Fix, Known, Safety};

use super::bill::table;
use super::{counted, server};
use crate::clean::clean;
use crate::{Checked, Palette, Summary};

/// The fact without which no memory is judged.
const MEMORY: &str = "memory";

/// What `--host` would take: the memory that a process here has to live in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Its size, if this machine says.
    pub ceiling_bytes: Known<u64>,
}

/// All targets of one run.
pub fn check(targets: &[Checked], machine: &Machine, palette: Palette) -> String {
    let mut out = String::new();
    for target in targets {
        let title = format!("{}: {}", target.path, server(&target.config));
        let _ = writeln!(out, "{}\n", palette.strong(&title));
        for finding in &target.findings {
            out.push_str(&one(finding, target, palette));
        }
        out.push_str(&memory(target, palette));
        out.push_str(&not_judged(target));
        out.push('\n');
    }
    out.push_str(&closing(targets, machine, palette));
    out
}

fn one(finding: &Finding, target: &Checked, palette: Palette) -> String {
    let mut out = String::new();
    let severity = palette.severity(finding.severity, finding.severity.as_str());
    let place = finding
        .location
        .as_ref()
        .map_or(String::new(), |place| format!(" {place}"));
    let message = clean(&finding.message);
    let _ = writeln!(out, "{severity} {}{place}: {message}", finding.rule);
    if let Some(place) = &finding.location {
        let quote = target
            .quotes
            .iter()
            .find(|quote| quote.file == place.file && quote.line == place.line);
        if let Some(quote) = quote {
            let text = clean(quote.text.trim_end());
            let _ = writeln!(out, "    {:>4} | {text}", quote.line);
        }
    }
    for evidence in &finding.evidence {
        let (what, value) = (&evidence.what, clean(&evidence.value));
        let line = format!("    {what}: {value} ({})", clean(&evidence.source));
        let _ = writeln!(out, "{}", palette.faint(&line));
    }
    if let Some(fix) = &finding.fix {
        out.push_str(&would_hold(fix));
    }
    let _ = writeln!(
        out,
        "    {}\n",
        palette.faint(&format!("plimsoll explain {}", finding.rule))
    );
    out
}

fn would_hold(fix: &Fix) -> String {
    let mut out = String::new();
    for edit in &fix.edits {
        let _ = writeln!(
            out,
            "    change {}:{}: {} from {} to {}",
            edit.file,
            edit.line,
            edit.parameter,
            clean(&edit.from),
            edit.to
        );
    }
    let effect = match fix.effect {
        Effect::Reload => "comes into force with a reload",
        Effect::Restart => "needs a restart",
    };
    let safety = match fix.safety {
        Safety::Safe => "",
        Safety::Unsafe => ", and is a trade-off",
        Safety::Display => ", and is not applied by Plimsoll",
    };
    let _ = writeln!(out, "    it {effect}{safety}");
    out
}

/// The table where there is a limit to hold it against, else one line.
fn memory(target: &Checked, palette: Palette) -> String {
    match &target.bill {
        Ok(bill) if bill.limit_bytes.get().is_some() => table(bill, palette),
        Ok(bill) => format!(
            "Memory bill: likely {}, at most {}, with {} sessions ({}).\n",
            Bytes(bill.total.likely_bytes),
            Bytes(bill.total.high_bytes),
            bill.load.sessions,
            bill.load.sessions_source.as_str(),
        ),
        Err(why) => format!("Memory bill: none, {}.\n", clean(why).trim_end_matches('.')),
    }
}

/// What the rules could not look at for want of a fact other than memory,
/// which the closing line is about.
fn not_judged(target: &Checked) -> String {
    let needs: BTreeSet<&str> = target
        .skipped
        .iter()
        .flat_map(|skipped| skipped.needs.iter().copied())
        .filter(|need| *need != MEMORY)
        .collect();
    let mut out = String::new();
    for need in needs {
        let rules: Vec<&str> = target
            .skipped
            .iter()
            .filter(|skipped| skipped.needs.contains(&need))
            .map(|skipped| skipped.rule)
            .collect();
        let _ = writeln!(out, "Not judged for want of {need}: {}.", rules.join(", "));
    }
    out
}

/// The sums, and last of all, where nobody can miss it, that memory was not
/// judged and what to add so that it is.
fn closing(targets: &[Checked], machine: &Machine, palette: Palette) -> String {
    let summary = Summary::of(targets);
    let mut out = format!(
        "{} critical, {}, {} in {}.\n",
        summary.critical,
        counted(summary.warning, "warning"),
        counted(summary.info, "info"),
        counted(targets.len(), "target"),
    );
    let lacks = |target: &&Checked| {
        let mut skipped = target.skipped.iter();
        skipped.any(|skipped| skipped.needs.contains(&MEMORY))
    };
    let lacking = targets.iter().filter(lacks).count();
    if lacking == 0 {
        return out;
    }
    let of = match targets.len() {
        1 => String::new(),
        all => format!(" in {lacking} of {all}"),
    };
    let host = match &machine.ceiling_bytes {
        Known::Known(bytes, _) => format!(", or --host to take this machine's {}", Bytes(*bytes)),
        Known::Unknown(_) => String::new(),
    };
    let line = format!(
        "MEMORY WAS NOT JUDGED{of}: how much the server may have is not known. \
         Add --limit SIZE{host}."
    );
    let _ = writeln!(out, "{}", palette.strong(&line));
    out
}
