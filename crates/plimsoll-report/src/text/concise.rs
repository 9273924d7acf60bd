//! One line a finding, as editors and `grep` read them, then the closing line.

use std::fmt::Write as _;

use plimsoll_model::Finding;

use crate::clean::clean;
use crate::{Checked, Palette, Run, closing, compared};

/// All targets of one run; nothing where there is none.
pub fn concise(run: &Run<'_>, palette: Palette) -> String {
    let mut out = String::new();
    if run.targets.is_empty() {
        return out;
    }
    for target in run.targets {
        for finding in &target.findings {
            let severity = palette.severity(finding.severity, finding.severity.as_str());
            let _ = writeln!(out, "{}", one(target, finding, &severity));
        }
    }
    for target in run.targets {
        if let Some(against) = &target.against {
            let words = clean(&compared::words(target, against));
            let _ = writeln!(out, "{}: {words}", clean(&target.path));
        }
    }
    let not_judged = closing::not_judged(run).unwrap_or_default();
    let closing = format!("{} {not_judged}", closing::sums(run));
    let _ = writeln!(out, "{}", closing.trim_end());
    out
}

/// `path:line:column: severity CODE message`; a finding without a place has
/// only its target's path.
pub(crate) fn one(target: &Checked, finding: &Finding, severity: &str) -> String {
    let place = match &finding.location {
        Some(place) => format!("{}:{}:{}", clean(&place.file), place.line, place.column),
        None => clean(&target.path),
    };
    format!(
        "{place}: {severity} {} {}",
        finding.rule,
        clean(&finding.message)
    )
}

#[cfg(test)]
mod tests {
    use super::concise;
    use crate::{Palette, sample};

    // The hashes are expect-test's own.
    #[allow(clippy::needless_raw_string_hashes)]
    #[test]
    fn a_finding_is_one_line_whatever_its_text() {
        let targets = [sample::target()];
        let run = sample::run(&targets, &[], &[]);
        expect_test::expect![[r#"
            conf/postgresql.conf:12:1: critical PG-MEM-001 this server takes about 3.53 GB, and it may have 2 GB
            conf/postgresql.conf:3:1: warning PG-READ-001 cannot read `a | <b>\u{1b}[31m`, 100%:\nthe end
            conf/postgresql.conf: info PG-READ-024 15 is judged as 15.0
            1 critical, 1 warning, 1 info in 1 target. Not judged: 1 rule for want of cpus (--cpus).
        "#]].assert_eq(&concise(&run, Palette::Plain));
        assert_eq!(concise(&sample::run(&[], &[], &[]), Palette::Plain), "");
    }
}
