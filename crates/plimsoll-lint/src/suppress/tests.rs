//! What is accepted, what is not, and what is said of the words themselves.

use plimsoll_conf::catalogue::Date;
use plimsoll_model::{Confidence, Engine, Finding, Place, Severity};

use super::{comments, weigh};
use crate::{Judgement, Terms};

const FILE: &str = "postgresql.conf";

fn finding(rule: &'static str, line: u32) -> Finding {
    Finding {
        rule,
        name: "fsync-off",
        severity: Severity::Critical,
        confidence: Confidence::High,
        message: "fsync is off".to_owned(),
        parameters: vec!["fsync".to_owned()],
        evidence: Vec::new(),
        location: Some(Place {
            file: FILE.to_owned(),
            line,
            column: 1,
        }),
        fix: None,
    }
}

/// What is left of a finding at a line of this text, and what was accepted.
fn said(text: &str, line: u32, today: &str) -> Vec<String> {
    let engine = Engine::Postgresql;
    let (words, mistakes) = comments(engine, FILE, text);
    let judgement = Judgement {
        findings: vec![finding("PG-DUR-001", line)],
        skipped: Vec::new(),
    };
    let terms = Terms {
        today: Date::parse(today),
        ..Terms::default()
    };
    let weighed = weigh(engine, judgement, &words, &terms);
    let left = weighed.findings.iter().chain(&mistakes);
    let left = left.map(|finding| format!("{} {}", finding.rule, finding.message));
    let accepted = weighed.accepted.iter();
    let accepted = accepted.map(|it| format!("accepted by {}: {}", it.by.owner, it.by.reason));
    left.chain(accepted).collect()
}

#[test]
fn a_comment_accepts_what_is_found_at_its_line_or_the_next() {
    let text = "fsync = off # plimsoll: ignore PG-DUR-001 until 2027-01-31 by the dbas: a copy\n";
    assert_eq!(
        said(text, 1, "2027-01-31"),
        ["accepted by the dbas: a copy"]
    );
    let text =
        "# plimsoll: ignore fsync-off until 2027-01-31 by dba: a copy\n# more\n\nfsync = off\n";
    assert_eq!(said(text, 4, "2026-11-25"), ["accepted by dba: a copy"]);
}

#[test]
fn a_day_that_is_past_accepts_nothing_and_is_said() {
    let text = "fsync = off # plimsoll: ignore PG-DUR-001 until 2026-01-31 by dba: a copy\n";
    expect_test::expect![[r"
        PG-DUR-001 fsync is off
        PG-ACC-002 fsync-off was accepted until 2026-01-31 by dba (a copy): decide again, mend it or set a new day"]]
    .assert_eq(&said(text, 1, "2026-02-01").join("\n"));
}

#[test]
fn words_that_accept_nothing_or_cannot_be_read_are_said() {
    let text = "\
        # plimsoll: ignore PG-DUR-001 until 2027-01-31 by dba: elsewhere\n\
        port = 5432\n\
        # plimsoll: ignore PG-DUR-01 until 2027-01-31 by dba: no such rule\n\
        # plimsoll: ignore PG-DUR-001 until soon by dba: no day\n\
        # plimsoll: ignore PG-DUR-001: no owner\n\
        # plimsoll: ignore PG-DUR-001\n\
        fsync = off\n";
    expect_test::expect![[r"
        PG-DUR-001 fsync is off
        PG-ACC-001 nothing here is accepted by this word about PG-DUR-001: take it out
        PG-ACC-003 this accepts nothing: there is no rule PG-DUR-01; did you mean PG-DUR-001?
        PG-ACC-003 this accepts nothing: `soon` is no day; write `plimsoll: ignore CODE until YYYY-MM-DD by OWNER: REASON`
        PG-ACC-003 this accepts nothing: it does not say until when and by whom; write `plimsoll: ignore CODE until YYYY-MM-DD by OWNER: REASON`
        PG-ACC-003 this accepts nothing: it has no reason"]].assert_eq(&said(text, 7, "2026-11-25").join("\n"));
}

#[test]
fn what_the_policy_holds_firm_no_word_of_the_tree_accepts() {
    let text = "fsync = off # plimsoll: ignore PG-DUR-001 until 2027-01-31 by dba: a copy\n";
    let (mut words, _) = comments(Engine::Postgresql, FILE, text);
    let terms = Terms {
        firm: vec!["fsync-off".to_owned()],
        ..Terms::default()
    };
    let accepted = |words: &[super::Suppression]| {
        let judgement = Judgement {
            findings: vec![finding("PG-DUR-001", 1)],
            skipped: Vec::new(),
        };
        weigh(Engine::Postgresql, judgement, words, &terms)
            .accepted
            .len()
    };
    assert_eq!(accepted(&words), 0);
    words[0].by_policy = true;
    assert_eq!(accepted(&words), 1);
}
