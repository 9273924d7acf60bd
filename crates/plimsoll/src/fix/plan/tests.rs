//! Fixes that get in each other's way, with rules made for it.

// Clippy knows tests by their attribute; their helpers are tests too. The hashes
// are expect-test's own.
#![allow(clippy::unwrap_used, clippy::needless_raw_string_hashes)]

use std::fmt::Write as _;
use std::fs;

use plimsoll_model::{Confidence, Edit, Effect, Engine, Finding, Fix, Safety, Severity};
use tempfile::TempDir;

use super::{Plan, Trial};
use crate::cli::{FactFlags, FixFlags, LoadFlags, Source};
use crate::fix::say;
use crate::judged;
use crate::read::{Asked, Case, cases};

const SAFE: FixFlags = FixFlags {
    fix: true,
    unsafe_fixes: false,
    diff: false,
};

/// What a rule of these tests says of a configuration: a value that a
/// parameter should have.
type Rule = (&'static str, Severity, fn(&Case) -> Option<Vec<Wish>>);
type Wish = (&'static str, &'static str);

fn int(case: &Case, name: &str) -> i128 {
    case.settings.int(name).unwrap()
}

const RULES: [Rule; 7] = [
    ("PG-TEST-001", Severity::Critical, |case| {
        (int(case, "work_mem") > 16 << 10).then(|| vec![("work_mem", "16MB")])
    }),
    ("PG-TEST-002", Severity::Warning, |case| {
        (int(case, "work_mem") != 32 << 10).then(|| vec![("work_mem", "32MB")])
    }),
    ("PG-TEST-003", Severity::Warning, |case| {
        (int(case, "max_connections") > 500).then(|| vec![("max_connections", "10")])
    }),
    ("PG-TEST-004", Severity::Warning, |case| {
        (int(case, "max_connections") < 20).then(Vec::new)
    }),
    ("PG-TEST-006", Severity::Critical, |case| {
        (int(case, "port") == 2 && int(case, "work_mem") < 1 << 20).then(Vec::new)
    }),
    ("PG-TEST-007", Severity::Info, |case| {
        let lacks = !case.config.settings.contains_key("wal_compression");
        (int(case, "port") == 3 && lacks).then(|| vec![("wal_compression", "on")])
    }),
    ("PG-TEST-005", Severity::Info, |case| {
        (int(case, "port") == 1).then(|| vec![("port", "1")])
    }),
];

fn judge(case: &Case) -> Vec<Finding> {
    let place = |name: &str| case.config.settings.get(name)?.origin.place().cloned();
    let edit = |(name, to): &Wish| {
        let set = place(name);
        let mut edit = Edit {
            file: set.as_ref().map_or(&case.path, |set| &set.file).clone(),
            line: set.as_ref().map_or(0, |set| set.line),
            parameter: (*name).to_owned(),
            from: set.map_or_else(String::new, |_| case.config.settings[*name].display.clone()),
            to: Some((*to).to_owned()),
        };
        judged::place(&mut edit, case);
        edit
    };
    let finding = |(rule, severity, look): &Rule| {
        let wishes = look(case)?;
        let edits: Vec<Edit> = wishes.iter().map(edit).collect();
        Some(Finding {
            rule,
            name: "test",
            severity: *severity,
            confidence: Confidence::High,
            message: String::new(),
            parameters: wishes.iter().map(|(name, _)| (*name).to_owned()).collect(),
            evidence: Vec::new(),
            location: wishes.first().and_then(|(name, _)| place(name)),
            fix: (!edits.is_empty()).then_some(Fix {
                safety: Safety::Safe,
                effect: Effect::Reload,
                edits,
            }),
        })
    };
    RULES.iter().filter_map(finding).collect()
}

/// What comes of files: what is said, then every file that changes.
fn planned(files: &[(&str, &str)], paths: &[&str]) -> String {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let source = Source {
        engine: Some(Engine::Postgresql),
        server_version: None,
        set: Vec::new(),
        follow_outside: false,
    };
    let asked = Asked {
        source: &source,
        facts: &FactFlags::default(),
        load: &LoadFlags::default(),
        policy: None,
    };
    let read = paths
        .iter()
        .flat_map(|path| cases(&folder.path().join(path), asked));
    let read = read.map(Result::unwrap).collect();
    let plan = Plan::of(
        read,
        SAFE,
        Trial {
            asked,
            judge: &judge,
        },
    );
    let mut out = say::left(&plan, SAFE).join("\n") + "\n";
    for unit in plan.units() {
        let _ = writeln!(out, "{} fixed in {} files", unit.fixes, unit.files.len());
    }
    for file in plan.files() {
        let _ = write!(
            out,
            "{}: {}",
            file.shown,
            String::from_utf8_lossy(file.after)
        );
        assert_eq!(fs::read(file.path).unwrap(), file.before);
    }
    let own = format!("{}/", folder.path().display());
    out.replace(&own, "")
}

#[test]
fn of_two_fixes_of_one_value_the_worse_findings_wins() {
    expect_test::expect![[r#"
        PG-TEST-002 a.conf:1: not applied: the fix of PG-TEST-001 changes the same value
        1 fixed in 1 files
        a.conf: work_mem = 16MB
    "#]]
    .assert_eq(&planned(&[("a.conf", "work_mem = 1GB\n")], &["a.conf"]));
}

#[test]
fn a_fix_that_brings_something_as_bad_or_does_not_help_is_not_applied() {
    let text = "max_connections = 900\nport = 1\nwork_mem = 32MB\nwork_mem = '16MB'\n";
    expect_test::expect![[r#"
        PG-TEST-002 a.conf:4: not applied: it would bring PG-TEST-001, as bad or worse
        PG-TEST-003 a.conf:1: not applied: it would bring PG-TEST-004, as bad or worse
        PG-TEST-005 a.conf:2: not applied: the finding would stay
    "#]]
    .assert_eq(&planned(&[("a.conf", text)], &["a.conf"]));
}

#[test]
fn a_file_of_two_targets_is_changed_only_where_neither_is_the_worse_for_it() {
    let a = ("a.conf", "include 'common.conf'\n");
    let common = ("common.conf", "work_mem = 1GB\n");
    let both = [common, a, ("b.conf", "include 'common.conf'\n")];
    expect_test::expect![[r#"
        PG-TEST-002 common.conf:1: not applied: the fix of PG-TEST-001 changes the same value
        1 fixed in 1 files
        common.conf: work_mem = 16MB
    "#]]
    .assert_eq(&planned(&both, &["a.conf", "b.conf"]));
    let needs_it = [common, a, ("b.conf", "include 'common.conf'\nport = 2\n")];
    expect_test::expect![[r#"
        PG-TEST-001 common.conf:1: not applied: it would bring PG-TEST-006, as bad or worse
        PG-TEST-002 common.conf:1: not applied: it would bring PG-TEST-006, as bad or worse
    "#]]
    .assert_eq(&planned(&needs_it, &["a.conf", "b.conf"]));
}

#[test]
fn a_parameter_that_stands_nowhere_gets_a_line_where_it_belongs() {
    let text = "port = 3\n#wal_compression = off  # lz4\nwork_mem = 16MB\nmax_connections = 50\n";
    expect_test::expect![[r#"
        PG-TEST-002 a.conf:3: not applied: it would bring PG-TEST-001, as bad or worse
        1 fixed in 1 files
        a.conf: port = 3
        #wal_compression = off  # lz4
        wal_compression = on
        work_mem = 16MB
        max_connections = 50
    "#]]
    .assert_eq(&planned(&[("a.conf", text)], &["a.conf"]));
}
