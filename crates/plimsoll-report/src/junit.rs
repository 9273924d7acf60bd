//! `JUnit` XML: a suite a target, a case a rule that was asked.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::clean::clean;
use crate::text::concise_line;
use crate::{Checked, Run};

/// The suite of what could not be read.
const NOT_READ: &str = "not read";

/// All targets of one run.
pub fn check(run: &Run<'_>) -> String {
    let mut report = Report::new("plimsoll check");
    report.add_test_suites(run.targets.iter().map(|target| suite(run, target)));
    if !run.failures.is_empty() {
        report.add_test_suite(not_read(run.failures));
    }
    // Writing to memory; no name in it can be one that XML does not have.
    report.to_string().unwrap_or_default()
}

fn suite(run: &Run<'_>, target: &Checked) -> TestSuite {
    let path = clean(&target.path);
    let mut suite = TestSuite::new(path.clone());
    for code in &target.asked {
        let name = run.rule(code).map_or("", |rule| rule.name);
        let mut case = TestCase::new(
            format!("{code} {name}").trim_end(),
            status(run, target, code),
        );
        case.set_classname(path.clone());
        let milder = findings(target, code, |finding| !run.fails(finding));
        if !milder.is_empty() {
            case.set_system_out(milder.join("\n"));
        }
        suite.add_test_case(case);
    }
    suite
}

fn status(run: &Run<'_>, target: &Checked, code: &str) -> TestCaseStatus {
    let failing = findings(target, code, |finding| run.fails(finding));
    let skipped = target.skipped.iter().find(|skipped| skipped.rule == code);
    match (failing.as_slice(), skipped) {
        ([], None) => TestCaseStatus::success(),
        ([], Some(skipped)) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(format!(
                "not judged for want of {}",
                skipped.needs.join(", ")
            ));
            status
        }
        ([first, ..], _) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(code);
            status.set_message(first.as_str());
            status.set_description(failing.join("\n"));
            status
        }
    }
}

/// A rule's findings that are wanted, a line each.
fn findings(
    target: &Checked,
    code: &str,
    wanted: impl Fn(&plimsoll_model::Finding) -> bool,
) -> Vec<String> {
    let findings = target.findings.iter();
    findings
        .filter(|finding| finding.rule == code && wanted(finding))
        .map(|finding| concise_line(target, finding, finding.severity.as_str()))
        .collect()
}

fn not_read(failures: &[String]) -> TestSuite {
    let mut suite = TestSuite::new(NOT_READ);
    for failure in failures {
        let failure = clean(failure);
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(failure.as_str());
        let mut case = TestCase::new(failure, status);
        case.set_classname(NOT_READ);
        suite.add_test_case(case);
    }
    suite
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::sample;

    #[test]
    fn a_rule_is_a_case_and_its_findings_are_told_apart_by_fail_on() {
        let targets = [sample::target()];
        let rules = sample::rules();
        let failures = ["nowhere: there is no such file".to_owned()];
        let text = check(&sample::run(&targets, &rules, &failures));
        expect_test::expect![[r#"
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="plimsoll check" tests="5" skipped="1" failures="1" errors="1">
                <testsuite name="conf/postgresql.conf" tests="4" skipped="1" errors="0" failures="1">
                    <testcase name="PG-READ-001 syntax-error" classname="conf/postgresql.conf">
                        <system-out>conf/postgresql.conf:3:1: warning PG-READ-001 cannot read `a | &lt;b&gt;\u{1b}[31m`, 100%:\nthe end</system-out>
                    </testcase>
                    <testcase name="PG-READ-024 nearest-series" classname="conf/postgresql.conf">
                        <system-out>conf/postgresql.conf: info PG-READ-024 15 is judged as 15.0</system-out>
                    </testcase>
                    <testcase name="PG-HOST-001 too-many-workers" classname="conf/postgresql.conf">
                        <skipped message="not judged for want of cpus"/>
                    </testcase>
                    <testcase name="PG-MEM-001 memory-over-limit" classname="conf/postgresql.conf">
                        <failure message="conf/postgresql.conf:12:1: critical PG-MEM-001 this server takes about 3.53 GB, and it may have 2 GB" type="PG-MEM-001">conf/postgresql.conf:12:1: critical PG-MEM-001 this server takes about 3.53 GB, and it may have 2 GB</failure>
                    </testcase>
                </testsuite>
                <testsuite name="not read" tests="1" skipped="0" errors="1" failures="0">
                    <testcase name="nowhere: there is no such file" classname="not read">
                        <error message="nowhere: there is no such file"/>
                    </testcase>
                </testsuite>
            </testsuites>
        "#]].assert_eq(&text);
    }
}
