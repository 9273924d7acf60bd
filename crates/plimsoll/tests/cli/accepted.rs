//! What a team asks and accepts: house rules, suppressions, policies,
//! baselines.

use expect_test::expect;

use crate::run::{Place, refused};

const SOFT: &str = "fsync = off\nwork_mem = 8MB\nssl = on\n";
const FLAGS: &str = "--server-version 16.16 --format concise";

fn place(files: &[(&str, &str)]) -> Place {
    let place = Place::with(files);
    place.write("postgresql.conf", SOFT.as_bytes());
    place
}

/// Findings alone: the last line is the closing one.
fn findings(place: &Place, line: &str) -> (i32, Vec<String>) {
    let said = place.run(&format!("check {line} {FLAGS}"));
    let lines = said.out.lines().filter(|line| line.contains("PG-"));
    (said.code, lines.map(str::to_owned).collect())
}

#[test]
fn an_accepted_finding_stops_nothing_and_is_named_in_every_report() {
    let ignore = "[[ignore]]\nrule = \"fsync-off\"\nreason = \"a copy\"\nowner = \"dba\"\nuntil = \"2999-01-01\"\n";
    let place = place(&[("plimsoll.toml", ignore)]);
    assert_eq!(findings(&place, "postgresql.conf"), (0, Vec::new()));
    let said = place.run("check postgresql.conf --server-version 16.16 --format json");
    let accepted = &said.json()["targets"][0]["accepted"][0];
    assert_eq!(accepted["rule"], "PG-DUR-001");
    assert_eq!(accepted["accepted"]["owner"], "dba");
    let said = place.run("check postgresql.conf --server-version 16.16");
    assert!(
        said.out
            .contains("Accepted: PG-DUR-001 until 2999-01-01 by dba: a copy"),
        "{}",
        said.out
    );
}

#[test]
fn a_day_that_is_past_makes_it_count_again() {
    let ignore = "[[ignore]]\nrule = \"fsync-off\"\nreason = \"a copy\"\nowner = \"dba\"\nuntil = \"2020-01-01\"\n";
    let place = place(&[("plimsoll.toml", ignore)]);
    let (code, said) = findings(&place, "postgresql.conf");
    assert_eq!(code, 1);
    assert!(said[0].contains("PG-DUR-001") && said[1].contains("PG-ACC-002"));
}

#[test]
fn the_policy_beats_what_the_tree_says() {
    let tree = "[target]\nenv = \"dev\"\n[[ignore]]\nrule = \"house-value-required\"\nreason = \"x\"\nowner = \"y\"\nuntil = \"2999-01-01\"\n";
    let policy = "[target]\nenv = \"prod\"\n[[require]]\nparameter = \"work_mem\"\nvalue = \"4MB\"\nenv = \"prod\"\nreason = \"agreed\"\n";
    let place = place(&[("plimsoll.toml", tree), ("policy.toml", policy)]);
    // A development machine's data may be lost; nothing is asked of work_mem.
    let (code, said) = findings(&place, "postgresql.conf");
    assert_eq!(code, 0);
    assert!(said[1].contains(": info PG-DUR-001"), "{said:?}");
    let (code, said) = findings(&place, "postgresql.conf --policy policy.toml");
    assert_eq!(code, 1);
    assert!(said[0].contains("critical PG-DUR-001"), "{said:?}");
    assert!(said[1].contains("warning PG-HOUSE-001"), "{said:?}");
}

#[test]
fn a_rule_above_reaches_the_configurations_below() {
    let rule = "[[range]]\nparameter = \"work_mem\"\nmax = \"4MB\"\nreason = \"set by role\"\n";
    let place = Place::with(&[
        ("plimsoll.toml", rule),
        ("a/postgresql.conf", "work_mem = 8MB\n"),
        ("a/plimsoll.toml", "[target]\nversion = \"16.16\"\n"),
    ]);
    let said = place.run("check . --format concise");
    assert!(said.out.contains("PG-HOUSE-003"), "{}", said.out);
}

#[test]
fn a_baseline_lets_only_new_and_worse_findings_through() {
    let place = place(&[]);
    let said = place.run(&format!("check . --write-baseline known.json {FLAGS}"));
    assert_eq!(said.code, 0, "{said:?}");
    let moved = format!("# a line more\n{SOFT}full_page_writes = off\n");
    place.write("postgresql.conf", moved.as_bytes());
    let (code, said) = findings(&place, ". --baseline known.json");
    assert_eq!(code, 1);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("PG-DUR-002"), "{said:?}");
    place.write("postgresql.conf", b"work_mem = 8MB\n");
    let said = place.run(&format!("check . --baseline known.json {FLAGS}"));
    expect!["1 findings of the baseline are not there any more: write it again"]
        .assert_eq(said.err.trim());
}

#[test]
fn a_broken_policy_or_baseline_says_all_its_mistakes_with_places() {
    let place = place(&[
        (
            "policy.toml",
            "[[require]]\nparameter = \"ssl\"\n[[forbid]]\nparam = \"x\"\n",
        ),
        (
            "known.json",
            "{\"schema\": \"plimsoll.check/1\", \"findings\": [{}]}",
        ),
    ]);
    refused(
        &place.run("check . --policy policy.toml"),
        &expect![[
            r#"plimsoll: policy.toml:1:1 it needs `value = "…"`, or a list of values of which one must be set; policy.toml:1:1 it needs `reason = "…"`; policy.toml:3:1 it needs `parameter = "…"`, a name, a pattern like log_*, or a list; policy.toml:3:1 it needs `reason = "…"`; policy.toml:4:1 [[forbid]] has no field `param`"#
        ]],
    );
    refused(
        &place.run("check . --baseline known.json"),
        &expect![[
            r#"plimsoll: known.json:1:12 its schema is "plimsoll.check/1", not "plimsoll.baseline/1"; known.json:1:45 it has no fingerprint"#
        ]],
    );
    refused(
        &place.run("check . --policy none.toml"),
        &expect!["plimsoll: none.toml: there is no such file; check the path"],
    );
}

#[test]
fn init_writes_a_file_that_can_be_read_and_never_writes_over_one() {
    let place = place(&[]);
    assert_eq!(place.run("init").code, 0);
    assert_eq!(place.run(&format!("check . {FLAGS}")).code, 1);
    refused(
        &place.run("init"),
        &expect!["plimsoll: ./plimsoll.toml: there is one already; it is left as it is"],
    );
}
