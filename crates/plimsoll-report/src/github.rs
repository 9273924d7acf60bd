//! Workflow commands of GitHub Actions: an annotation a finding, at its line
//! (GitHub documentation, "Workflow commands for GitHub Actions").

use std::fmt::Write as _;

use plimsoll_model::{Finding, Severity};

use crate::clean::clean;
use crate::{Checked, Run, closing};

/// The name of standard input, which is no file of a repository.
const STANDARD_INPUT: &str = "-";

/// All targets of one run; nothing where there is none.
pub fn check(run: &Run<'_>) -> String {
    let mut out = String::new();
    if run.targets.is_empty() {
        return out;
    }
    for target in run.targets {
        for finding in &target.findings {
            out.push_str(&annotation(target, finding));
        }
    }
    if let Some(not_judged) = closing::not_judged(run) {
        let _ = writeln!(out, "::notice title=plimsoll::{}", message(&not_judged));
    }
    let _ = writeln!(out, "{}", closing::sums(run));
    out
}

fn annotation(target: &Checked, finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Critical => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let place = target.place(finding);
    let mut properties = String::new();
    if place.file != STANDARD_INPUT {
        let _ = write!(
            properties,
            "file={},line={},col={},",
            property(&place.file),
            place.line,
            place.column
        );
    }
    let title = property(&format!("{} {}", finding.rule, finding.name));
    format!(
        "::{command} {properties}title={title}::{}\n",
        message(&finding.message)
    )
}

/// What stands behind the second `::`. The runner takes the escapes off.
fn message(text: &str) -> String {
    clean(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What stands behind a `=` in front of it.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::sample;

    // The hashes are expect-test's own.
    #[allow(clippy::needless_raw_string_hashes)]
    #[test]
    fn a_command_is_one_line_and_its_texts_cannot_end_it() {
        let mut target = sample::target();
        target.findings[1].location.as_mut().expect("a place").file = "a,b:c%\n.conf".to_owned();
        let targets = [target];
        let run = sample::run(&targets, &[], &[]);
        expect_test::expect![[r#"
            ::error file=conf/postgresql.conf,line=12,col=1,title=PG-MEM-001 memory-over-limit::this server takes about 3.53 GB, and it may have 2 GB
            ::warning file=a%2Cb%3Ac%25\n.conf,line=3,col=1,title=PG-READ-001 syntax-error::cannot read `a | <b>\u{1b}[31m`, 100%25:\nthe end
            ::notice file=conf/postgresql.conf,line=1,col=1,title=PG-READ-024 nearest-series::15 is judged as 15.0
            ::notice title=plimsoll::Not judged: 1 rule for want of cpus (--cpus).
            1 critical, 1 warning, 1 info in 1 target.
        "#]].assert_eq(&check(&run));
    }

    #[test]
    fn standard_input_is_no_file() {
        let mut target = sample::target();
        target.path = "-".to_owned();
        target.findings.drain(..2);
        let targets = [target];
        let text = check(&sample::run(&targets, &[], &[]));
        assert!(text.starts_with("::notice title=PG-READ-024"), "{text}");
    }
}
