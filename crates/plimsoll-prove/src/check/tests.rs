//! The pinned scores of the two corpora, and that a score can tell.

use std::path::Path;
use std::process::Command;

use plimsoll_model::Severity;

use super::case::{Case, Expected};
use super::marks::answers;
use super::run::{Finding, Program};
use super::score;

/// Of the findings expected in `corpus/broken`, so many come. Raise it when
/// more do; a change that lowers it has lost a failure that was told before.
const RECALLED_MIN: usize = 147;

#[test]
fn healthy_files_raise_no_alarm_and_broken_ones_are_told() {
    // The tests of this crate alone do not build the program.
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--package", "plimsoll"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    let built = build.status().expect("cargo");
    assert!(built.success(), "plimsoll does not build");
    let program = Program::beside_this().expect("the program just built");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let scored = score(&corpus, &program).expect("cases that can be judged");
    let healthy = &scored.healthy.all;
    assert!(healthy.cases >= 100, "{} cases", healthy.cases);
    assert!(
        healthy.criticals.is_empty(),
        "called critical and run well: {:?}",
        healthy.criticals
    );
    assert!(healthy.median_warnings() <= 1, "{:?}", healthy.warnings);
    let (recalled, of) = scored.broken.all.recalled();
    assert!(
        scored.broken.all.cases >= 80,
        "{} cases",
        scored.broken.all.cases
    );
    assert!(
        recalled >= RECALLED_MIN,
        "{recalled} of {of}: {:?}",
        scored.broken.all.misses
    );
}

#[test]
fn a_finding_counts_by_its_severity_and_its_parameter_or_area() {
    let finding = Finding {
        rule: "PG-MEM-001".to_owned(),
        name: "memory-over-limit".to_owned(),
        severity: Severity::Warning,
        message: String::new(),
        parameters: vec!["work_mem".to_owned()],
    };
    let expected = |severity, parameter: &str, area| Expected {
        severity,
        parameters: vec![parameter.to_owned()],
        area,
    };
    let counts = |wanted: &Expected| answers(&finding, wanted);
    assert!(counts(&expected(Severity::Warning, "work_mem", None)));
    assert!(counts(&expected(Severity::Info, "fsync", Some("MEM"))));
    assert!(!counts(&expected(
        Severity::Critical,
        "work_mem",
        Some("MEM")
    )));
    assert!(!counts(&expected(Severity::Warning, "fsync", Some("DUR"))));
}

#[test]
fn every_mistake_of_a_case_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "hold_out = 1\n[[says]]\nseverity = \"bad\"\ntopic = \"weather\"\n";
    std::fs::write(folder.path().join("case.toml"), text).expect("a file");
    let error = Case::read(folder.path()).expect_err("mistakes").to_string();
    for mistake in [
        "hold_out must be true or false",
        "severity is \"bad\"",
        "\"weather\"",
    ] {
        assert!(error.contains(mistake), "{error}");
    }
}
