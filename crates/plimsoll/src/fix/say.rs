//! What is said of fixes on standard error.

use plimsoll_model::Safety;

use super::plan::{Plan, Refusal, Refused};
use super::write::{Kept, New};
use crate::cli::FixFlags;
use crate::failure::Failure;

/// What was written, and where the old files are.
pub(super) fn applied(fixes: usize, files: &[New<'_>], kept: &[Kept]) -> String {
    let names: Vec<&str> = kept.iter().map(|kept| kept.shown.as_str()).collect();
    let kept = match names.as_slice() {
        [one] => format!("the old file is kept as {one}"),
        several => format!("the old files are kept as {}", several.join(", ")),
    };
    format!("{} applied in {}; {kept}", counted(fixes), listed(files))
}

/// What `--diff` shows.
pub(super) fn would_apply(fixes: usize, files: &[New<'_>]) -> String {
    if fixes == 0 {
        return "no fix would be applied".to_owned();
    }
    format!("{} would be applied in {}", counted(fixes), listed(files))
}

/// What was not applied and why, and which fixes another flag would apply.
pub(super) fn left(plan: &Plan, flags: FixFlags) -> Vec<String> {
    let mut lines: Vec<String> = plan.refused().map(refused).collect();
    // Two targets may share the file.
    lines.sort();
    lines.dedup();
    let unsafe_ones = plan.left(Safety::Unsafe);
    if !flags.unsafe_fixes && unsafe_ones > 0 {
        let fixes = of_kind(unsafe_ones, "unsafe fix", "unsafe fixes");
        lines.push(format!("{fixes} left; add --unsafe-fixes"));
    }
    let shown = plan.left(Safety::Display);
    if shown > 0 {
        let fixes = of_kind(shown, "fix is", "fixes are");
        lines.push(format!(
            "{fixes} only shown, never applied: see the findings"
        ));
    }
    if lines.is_empty() && plan.has_nothing() && !flags.diff {
        lines.push("there is nothing to fix".to_owned());
    }
    lines
}

fn refused(refused: &Refused) -> String {
    let finding = &refused.finding;
    let place = finding.location.as_ref();
    let place = place.map_or_else(String::new, |place| format!(" {place}"));
    let why = match &refused.why {
        Refusal::Taken(rule) => format!("the fix of {rule} changes the same value"),
        Refusal::Unwritable(file, why) => format!("{file}: {why}"),
        Refusal::Unreadable(failure) => format!("what comes of it cannot be read: {failure}"),
        Refusal::Stays => "the finding would stay".to_owned(),
        Refusal::Brings(rule) => format!("it would bring {rule}, as bad or worse"),
    };
    // A failure's line is one line, whatever stands in it.
    Failure::new(format_args!("{}{place}: not applied: {why}", finding.rule)).to_string()
}

fn counted(fixes: usize) -> String {
    of_kind(fixes, "fix", "fixes")
}

fn of_kind(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn listed(files: &[New<'_>]) -> String {
    let names: Vec<&str> = files.iter().map(|file| file.shown).collect();
    names.join(", ")
}
