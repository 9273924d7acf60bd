//! A configuration beside what it was at a revision of git.

use std::process::Command;

use expect_test::expect;

use crate::run::{Place, refused};

const FLAGS: &str = "--server-version 16.16 --limit 2GiB --sessions 60 --format concise";

fn git(place: &Place, arguments: &[&str]) {
    let done = Command::new("git")
        .current_dir(place.path(""))
        .args(["-c", "user.name=a", "-c", "user.email=a@example.invalid"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

/// A repository with one commit of `conf/postgresql.conf` and what it includes.
fn repository() -> Place {
    let place = Place::with(&[
        ("conf/postgresql.conf", "include 'more.conf'\n"),
        ("conf/more.conf", "work_mem = 8MB\nmax_connections = 200\n"),
    ]);
    git(&place, &["init", "--quiet"]);
    git(&place, &["add", "."]);
    git(&place, &["commit", "--quiet", "--message", "one"]);
    place
}

fn against(place: &Place, line: &str) -> String {
    let said = place.run(&format!("check {line} {FLAGS}"));
    let mut lines = said.out.lines().filter(|line| line.contains("Against "));
    lines.next().unwrap_or_default().to_owned()
}

#[test]
fn what_changed_is_said_from_the_files_of_then() {
    let place = repository();
    expect!["conf/postgresql.conf: Against HEAD: nothing changed."]
        .assert_eq(&against(&place, "conf --against HEAD"));
    place.write(
        "conf/more.conf",
        b"work_mem = 256MB\nmax_connections = 200\n",
    );
    expect!["conf/postgresql.conf: Against HEAD: load line 277 → 13 sessions; likely 566 MB → 9.83 GB; 1 critical more (PG-MEM-001), 1 warning more (PG-MEM-008)."].assert_eq(&against(&place, "conf/postgresql.conf --against HEAD"));
    // Nothing of the user's own index or work tree was touched.
    git(&place, &["diff", "--cached", "--exit-code"]);
}

#[test]
fn a_target_that_was_not_there_is_said_to_be_new() {
    let place = repository();
    place.write("other/postgresql.conf", b"fsync = off\n");
    expect!["other/postgresql.conf: Against HEAD: it was not there; 1 critical more (PG-DUR-001)."]
        .assert_eq(&against(&place, "other --against HEAD"));
}

#[test]
fn what_git_does_not_know_is_one_line() {
    let place = repository();
    let mut said = place.run(&format!("check conf --against nope {FLAGS}"));
    said.out.clear();
    refused(
        &said,
        &expect![
            "plimsoll: --against nope: git knows no such revision in conf; `git log` lists those there are"
        ],
    );
    let mut said = place.run(&format!("check conf --against --help {FLAGS}"));
    said.out.clear();
    refused(
        &said,
        &expect![
            "plimsoll: a value is required for '--against <GITREV>' but none was supplied; --help shows what there is"
        ],
    );
    let alone = Place::with(&[("postgresql.conf", "port = 5432\n")]);
    let said = alone.run(&format!("check . --against HEAD {FLAGS}"));
    assert_eq!(said.code, 2);
    assert!(said.err.contains("not a git repository"), "{said:?}");
}
