//! `plimsoll diagnose` and what was written before a fall: the commits of a
//! configuration in a real git repository, the times of files where there is none, the
//! tags of what is deployed.

use std::fs::File;
use std::process::Command;

use expect_test::expect;
use jiff::Timestamp;
use serde_json::Value;

use crate::diagnose::KERNEL;
use crate::run::{Place, Said, refusals};

const CANARY: &str = "hunter2canary";

const LOG: &str = "\
2024-05-22 06:00:00.000 UTC [1] LOG:  checkpoint starting: time
2024-05-22 09:30:01.000 UTC [1] LOG:  received SIGHUP, reloading configuration files
2024-05-22 10:31:07.482 UTC [1] LOG:  server process (PID 5014) was terminated by signal 9: Killed
2024-05-22 10:31:07.483 UTC [1] LOG:  terminating any other active server processes
2024-05-22 10:31:07.790 UTC [1] LOG:  all server processes terminated; reinitializing
2024-05-22 10:31:14.700 UTC [1] LOG:  database system is ready to accept connections
";

const ASK: &str = "diagnose --format json --log server.log --kernel kernel.log";

fn git(place: &Place, folder: &str, at: &str, words: &[&str]) {
    let done = Command::new("git")
        .current_dir(place.path(folder))
        .args([
            "-c",
            "user.name=Ann",
            "-c",
            "user.email=ann@example.invalid",
        ])
        .args(["-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false"])
        .args(words)
        .envs([("GIT_AUTHOR_DATE", at), ("GIT_COMMITTER_DATE", at)])
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

/// A server that was killed for memory, and its configuration in a repository.
fn outage(files: &[(&str, &str)]) -> Place {
    let place = Place::with(&[("server.log", LOG), ("kernel.log", KERNEL)]);
    std::fs::create_dir(place.path("etc")).unwrap();
    git(&place, "etc", "", &["init", "--quiet"]);
    commit(&place, "2024-04-01T08:00:00Z", files);
    place
}

/// Writes a file, or writes it again, at a time.
fn write(place: &Place, at: &str, name: &str, text: &str) {
    place.write(name, text.as_bytes());
    let file = File::options().write(true).open(place.path(name)).unwrap();
    let at: Timestamp = at.parse().unwrap();
    file.set_modified(at.into()).unwrap();
}

fn commit(place: &Place, at: &str, files: &[(&str, &str)]) {
    for (name, text) in files {
        write(place, at, &format!("etc/{name}"), text);
    }
    git(place, "etc", at, &["add", "--all"]);
    git(
        place,
        "etc",
        at,
        &["commit", "--quiet", "--message", "a change"],
    );
}

/// The first cause, its parameters, and what of its evidence is of files or tags; then
/// the same lines of the time line.
fn told(said: &Said) -> String {
    let answer = said.json();
    let cause = &answer["causes"][0];
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let lines = |of: &Value| {
        let lines = of.as_array().unwrap().iter();
        let lines = lines.filter(|line| {
            let file = text(&line["file"]);
            ["(history)", "(tags)", "events"]
                .iter()
                .any(|it| file.contains(it))
        });
        let lines = lines.map(|line| {
            format!(
                "  {} {}: {}\n",
                text(&line["time"]),
                text(&line["file"]),
                text(&line["text"])
            )
        });
        lines.collect::<String>()
    };
    let deploy = answer["layers"].as_array().unwrap().iter();
    let mut deploy = deploy.filter(|layer| layer["layer"] == "deploy");
    let deploy = text(&deploy.next().unwrap()["verdict"]);
    format!(
        "{} {}, deploy {deploy}\n{}time line\n{}{}",
        text(&cause["name"]),
        cause["parameters"],
        lines(&cause["evidence"]),
        lines(&answer["timeline"]),
        said.err
    )
}

#[test]
fn a_commit_that_raised_a_value_is_evidence_and_others_are_not() {
    let place = outage(&[
        ("postgresql.conf", "work_mem = 4MB\ninclude_dir 'conf.d'\n"),
        ("conf.d/a.conf", "log_min_duration_statement = 1s\n"),
        ("other.txt", "1"),
    ]);
    commit(
        &place,
        "2024-05-22T09:10:00Z",
        &[("conf.d/a.conf", "log_min_duration_statement = 2s\n")],
    );
    commit(&place, "2024-05-22T09:20:00Z", &[("other.txt", "2")]);
    // The last of the same name counts, and its unit is another.
    let b = "work_mem = 1\nwork_mem = 262144\n";
    commit(&place, "2024-05-22T11:30:00+02:00", &[("conf.d/b.conf", b)]);
    commit(
        &place,
        "2024-05-22T09:40:00Z",
        &[(
            "postgresql.conf",
            "# a comment\nwork_mem = 4MB\ninclude_dir 'conf.d'\n",
        )],
    );
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
          2024-05-22T09:30:00Z etc/postgresql.conf (history): commit f790fee: work_mem 4MB -> 256MB (conf.d/b.conf, by Ann, written 2024-05-22T09:30:00Z)
        time line
          2024-05-22T09:10:00Z etc/postgresql.conf (history): commit 8cfa581: log_min_duration_statement 1s -> 2s (conf.d/a.conf, by Ann, written 2024-05-22T09:10:00Z)
          2024-05-22T09:30:00Z etc/postgresql.conf (history): commit f790fee: work_mem 4MB -> 256MB (conf.d/b.conf, by Ann, written 2024-05-22T09:30:00Z)
          2024-05-22T09:40:00Z etc/postgresql.conf (history): commit ba172b4: no parameter changed (postgresql.conf, by Ann, written 2024-05-22T09:40:00Z)
    "#]].assert_eq(&told(
        &place.run(&format!("{ASK} --config etc/postgresql.conf")),
    ));
}

#[test]
fn a_merge_is_one_change_by_its_own_time() {
    let place = outage(&[("db/postgresql.conf", "work_mem = 4MB\n")]);
    let at = "2024-05-22T07:00:00Z";
    git(&place, "etc", at, &["checkout", "--quiet", "-b", "tune"]);
    for value in ["8MB", "64MB"] {
        let text = format!("work_mem = {value}\n");
        commit(&place, at, &[("db/postgresql.conf", &text)]);
    }
    git(&place, "etc", at, &["checkout", "--quiet", "-"]);
    commit(&place, "2024-05-22T08:00:00Z", &[("other.txt", "1")]);
    let words = ["merge", "--quiet", "--no-ff", "--message", "tune", "tune"];
    git(&place, "etc", "2024-05-22T09:15:00Z", &words);
    let text = "work_mem = 64MB\n";
    let written = "2024-05-22T09:16:00Z";
    write(&place, written, "etc/db/postgresql.conf", text);
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
          2024-05-22T09:15:00Z etc/db/postgresql.conf (history): commit 541de00: work_mem 4MB -> 64MB (postgresql.conf, by Ann, written 2024-05-22T09:16:00Z)
        time line
          2024-05-22T09:15:00Z etc/db/postgresql.conf (history): commit 541de00: work_mem 4MB -> 64MB (postgresql.conf, by Ann, written 2024-05-22T09:16:00Z)
    "#]].assert_eq(&told(&place.run(&format!("{ASK} --config etc/db"))));
}

#[test]
fn a_value_that_was_mended_since_is_priced_as_it_was() {
    let place = outage(&[("postgresql.conf", "work_mem = 256MB\n")]);
    commit(
        &place,
        "2024-05-22T11:02:00Z",
        &[("postgresql.conf", "work_mem = 4MB\n")],
    );
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
          - etc/postgresql.conf (history): work_mem = 256MB: the bill comes to 4.21 GB (at most 5.06 GB) for 40 sessions, 5 at work as an ordinary load has it; the limit was 512 MB (kernel.log:15); built-in values would take 282 MB; most of it hash joins: 5 × min(its rows, work_mem 256 MB × hash_mem_multiplier 2) = 2.75 GB
        time line
          2024-05-22T11:02:00Z etc/postgresql.conf (history): commit eaeb93b: work_mem 256MB -> 4MB (postgresql.conf, by Ann, written 2024-05-22T11:02:00Z)
    "#]].assert_eq(&told(
        &place.run(&format!("{ASK} --config etc --sessions 40")),
    ));
}

#[test]
fn no_secret_of_any_version_is_shown() {
    let with = |password: &str, passphrase: &str| {
        format!(
            "primary_conninfo = 'host=a password={password}'\nssl_passphrase_command = 'echo {passphrase}'\nwork_mem = 64MB\n"
        )
    };
    let place = outage(&[("postgresql.conf", &with("one", "one"))]);
    commit(
        &place,
        "2024-05-22T09:10:00Z",
        &[("postgresql.conf", &with(CANARY, CANARY))],
    );
    commit(
        &place,
        "2024-05-22T09:20:00Z",
        &[("postgresql.conf", &with("two", "two"))],
    );
    let said = place.run(&format!("{ASK} --config etc"));
    assert!(!said.all().contains(CANARY), "{said:?}");
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
        time line
          2024-05-22T09:10:00Z etc/postgresql.conf (history): commit fd2ccd6: primary_conninfo changed (postgresql.conf, by Ann)
          2024-05-22T09:20:00Z etc/postgresql.conf (history): commit 2478756: primary_conninfo changed (postgresql.conf, by Ann, written 2024-05-22T09:20:00Z)
    "#]].assert_eq(&told(&said));
}

#[test]
fn what_is_not_committed_is_told_by_its_time() {
    let place = outage(&[("postgresql.conf", "work_mem = 4MB\n")]);
    for name in ["etc/postgresql.conf", "plain/postgresql.conf"] {
        write(&place, "2024-05-22T09:29:00Z", name, "work_mem = 64MB\n");
    }
    let mut said = told(&place.run(&format!("{ASK} --config etc")));
    said += &told(&place.run(&format!("{ASK} --config plain")));
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
          2024-05-22T09:29:00Z etc/postgresql.conf (history): not committed: work_mem 4MB -> 64MB
        time line
          2024-05-22T09:29:00Z etc/postgresql.conf (history): not committed: work_mem 4MB -> 64MB
        work-mem-times-sessions ["work_mem"], deploy unknown
          2024-05-22T09:29:00Z plain/postgresql.conf (history): plain/postgresql.conf was written at this time
        time line
          2024-05-22T09:29:00Z plain/postgresql.conf (history): plain/postgresql.conf was written at this time
    "#]].assert_eq(&said);
}

#[test]
fn what_is_not_committed_is_of_the_files_that_differ() {
    let place = outage(&[
        ("postgresql.conf", "work_mem = 4MB\ninclude_dir 'conf.d'\n"),
        ("conf.d/a.conf", "# a\n"),
        ("conf.d/b.conf", "# b\n"),
    ]);
    write(
        &place,
        "2024-05-22T09:29:00Z",
        "etc/conf.d/a.conf",
        "work_mem = 64MB\n",
    );
    // Written behind the fall, and the same as before.
    write(&place, "2024-05-22T11:00:00Z", "etc/conf.d/b.conf", "# b\n");
    let ask = format!("{ASK} --config etc --sessions 40");
    let mut said = told(&place.run(&ask));
    // Of what is another behind the fall, a part may be of before it.
    write(
        &place,
        "2024-05-22T11:00:00Z",
        "etc/conf.d/b.conf",
        "hash_mem_multiplier = 4\n",
    );
    let answer = place.run(&ask);
    said += &told(&answer);
    said += answer.json()["unknown"]["draft"].as_str().unwrap_or("-");
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
          2024-05-22T09:29:00Z etc/postgresql.conf (history): not committed: work_mem 4MB -> 64MB
        time line
          2024-05-22T09:29:00Z etc/postgresql.conf (history): not committed: work_mem 4MB -> 64MB
        work-mem-times-sessions ["work_mem"], deploy unknown
        time line
          2024-05-22T11:00:00Z etc/postgresql.conf (history): not committed: hash_mem_multiplier 2 -> 4; work_mem 4MB -> 64MB (2 files, the first written 2024-05-22T09:29:00Z)
        hash_mem_multiplier of the configuration given is told as changed after the fall (postgresql.conf (history):1), and may have stood there before: give the files of that moment"#]].assert_eq(&said);
}

/// Each file is small enough to be read, all of them are not.
#[test]
fn a_history_that_is_large_is_not_kept() {
    let text = |number: u64| format!("work_mem = {number}MB\n#{}\n", "x".repeat(15 << 20));
    let place = outage(&[("postgresql.conf", &text(4))]);
    for number in 5..9 {
        let at = format!("2024-05-22T09:0{number}:00Z");
        commit(&place, &at, &[("postgresql.conf", &text(number))]);
    }
    let said = place.run(&format!("{ASK} --config etc"));
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
          2024-05-22T09:08:00Z etc/postgresql.conf (history): etc/postgresql.conf was written at this time
        time line
          2024-05-22T09:08:00Z etc/postgresql.conf (history): etc/postgresql.conf was written at this time
        plimsoll: etc/postgresql.conf: its history: its files and their names in git are more than 64 MB in that time, and its commits are not read: keep it in a folder of its own
    "#]].assert_eq(&told(&said));
}

#[test]
fn where_a_shallow_clone_ends_nothing_is_said_to_have_come_in() {
    let place = outage(&[("postgresql.conf", "work_mem = 4MB\n")]);
    for (at, value) in [("09:10", "64MB"), ("09:20", "128MB")] {
        let text = format!("work_mem = {value}\n");
        let at = format!("2024-05-22T{at}:00Z");
        commit(&place, &at, &[("postgresql.conf", &text)]);
    }
    let from = format!("file://{}", place.path("etc").display());
    let words = ["clone", "--quiet", "--depth", "2", &from, "part"];
    git(&place, ".", "", &words);
    let text = "work_mem = 128MB\n";
    write(&place, "2024-05-22T09:21:00Z", "part/postgresql.conf", text);
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
          2024-05-22T09:20:00Z part/postgresql.conf (history): commit 1f007b1: work_mem 64MB -> 128MB (postgresql.conf, by Ann, written 2024-05-22T09:21:00Z)
        time line
          2024-05-22T09:10:00Z part/postgresql.conf (history): commit 84845cf: what stood before is not in this clone (postgresql.conf, by Ann)
          2024-05-22T09:20:00Z part/postgresql.conf (history): commit 1f007b1: work_mem 64MB -> 128MB (postgresql.conf, by Ann, written 2024-05-22T09:21:00Z)
    "#]].assert_eq(&told(&place.run(&format!("{ASK} --config part"))));
}

#[test]
fn what_was_in_force_before_its_commit_is_not_put_back() {
    let place = outage(&[("postgresql.conf", "work_mem = 4MB\n")]);
    commit(
        &place,
        "2024-05-22T11:02:00Z",
        &[("postgresql.conf", "work_mem = 256MB\n")],
    );
    let (name, text) = ("etc/postgresql.conf", "work_mem = 256MB\n");
    write(&place, "2024-05-22T09:29:00Z", name, text);
    let answer = place.run(&format!("{ASK} --config etc --sessions 40"));
    let said = told(&answer) + answer.json()["unknown"]["draft"].as_str().unwrap_or("-");
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
        time line
          2024-05-22T11:02:00Z etc/postgresql.conf (history): commit 58c650b: work_mem 4MB -> 256MB (postgresql.conf, by Ann, written 2024-05-22T09:29:00Z)
        work_mem of the configuration given is told as changed after the fall (postgresql.conf (history):1), and may have stood there before: give the files of that moment"#]].assert_eq(&said);
}

#[test]
fn a_repository_of_somebody_else_is_named_with_what_to_do() {
    let place = outage(&[("postgresql.conf", "work_mem = 4MB\n")]);
    let given = Command::new("chown")
        .args(["-R", "12345"])
        .arg(place.path("etc"))
        .status();
    if !given.unwrap().success() {
        eprintln!("skipped: only root may give a file away");
        return;
    }
    let said = place.run(&format!("{ASK} --config etc"));
    let folder = place.path("etc").canonicalize().unwrap();
    let err = said.err.replace(folder.to_str().unwrap(), "ETC");
    expect![[r#"
        plimsoll: etc/postgresql.conf: its history: git does not read a repository that belongs to somebody else: run plimsoll as its owner, or allow it with `git config --global --add safe.directory ETC`
    "#]].assert_eq(&err);
    assert_eq!(said.code, 1);
}

#[test]
fn tags_are_deploys() {
    const FULL: &str = "\
2024-05-22 08:00:00.000 UTC [1] LOG:  database system is ready to accept connections
2024-05-22 10:00:00.100 UTC [211] FATAL:  sorry, too many clients already
2024-05-22 10:00:03.100 UTC [212] FATAL:  sorry, too many clients already
";
    let place = Place::with(&[("server.log", FULL), ("shop/a", "1"), ("empty/a", "1")]);
    git(&place, "shop", "", &["init", "--quiet"]);
    let old = "2024-05-02T08:00:00Z";
    git(&place, "shop", old, &["add", "--all"]);
    git(
        &place,
        "shop",
        old,
        &["commit", "--quiet", "--message", "one"],
    );
    git(&place, "shop", old, &["tag", "v4.1"]);
    let ask = "diagnose --format json --log server.log --events shop";
    let before = place.run(ask);
    let new = "2024-05-22T09:56:00Z";
    git(
        &place,
        "shop",
        new,
        &["tag", "--annotate", "--message", "4.2", "v4.2"],
    );
    expect![[r#"
        sessions-exhausted ["max_connections"], deploy unknown
        time line
          2024-05-02T08:00:00Z shop (tags): shop tag v4.1 (commit 4bd7840, by Ann)
        sessions-exhausted-after-deploy ["max_connections"], deploy suspect
          2024-05-22T09:56:00Z shop (tags): shop tag v4.2 (commit 4bd7840, by Ann)
        time line
          2024-05-02T08:00:00Z shop (tags): shop tag v4.1 (commit 4bd7840, by Ann)
          2024-05-22T09:56:00Z shop (tags): shop tag v4.2 (commit 4bd7840, by Ann)
    "#]]
    .assert_eq(&(told(&before) + &told(&place.run(ask))));
    expect![[r#"
        diagnose --events empty
            plimsoll: empty: a folder of events must be a git work tree, whose tags are deploys; give one, or a file of JSON lines
    "#]].assert_eq(&refusals(&place, &["diagnose --events empty"]));
}

#[test]
fn a_my_cnf_is_read_by_its_own_rules() {
    let my = |pool: &str| {
        format!(
            "[client]\nport = 3307\n[mysqld]\ninnodb-buffer-pool-size = {pool}\nquery_cache_size = 0\nloose_foo = 1\n[mysqldump]\nmax_allowed_packet = 16M\n"
        )
    };
    let place = outage(&[("my.cnf", &my("1G"))]);
    commit(&place, "2024-05-22T09:00:00Z", &[("my.cnf", &my("1024M"))]);
    commit(
        &place,
        "2024-05-22T09:10:00Z",
        &[("my.cnf", &(my("1G") + "[mysqldump]\nquick\n"))],
    );
    commit(
        &place,
        "2024-05-22T09:20:00Z",
        &[(
            "my.cnf",
            &(my("1G") + "[mysqld]\ninnodb_buffer_pool_size = 24G\n"),
        )],
    );
    let log = "2024-05-22T09:25:00.000000Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.4.3) starting as process 5014\n\
2024-05-22T09:25:01.000000Z 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.4.3'  socket: '/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.\n";
    place.write("server.log", log.as_bytes());
    place.write(
        "kernel.log",
        KERNEL.replace("postgres", "mysqld").as_bytes(),
    );
    expect![[r#"
        buffer-pool-too-large ["innodb_buffer_pool_size"], deploy unknown
          2024-05-22T09:20:00Z etc/my.cnf (history): commit 6115b3a: innodb_buffer_pool_size 1G -> 24G (my.cnf, by Ann, written 2024-05-22T09:20:00Z)
        time line
          2024-05-22T09:00:00Z etc/my.cnf (history): commit 1b6a08e: no parameter changed (my.cnf, by Ann)
          2024-05-22T09:10:00Z etc/my.cnf (history): commit 52f54ad: no parameter changed (my.cnf, by Ann)
          2024-05-22T09:20:00Z etc/my.cnf (history): commit 6115b3a: innodb_buffer_pool_size 1G -> 24G (my.cnf, by Ann, written 2024-05-22T09:20:00Z)
    "#]].assert_eq(&told(&place.run(&format!("{ASK} --config etc"))));
}

#[test]
fn a_bundle_brings_what_was_written() {
    let place = outage(&[("postgresql.conf", "work_mem = 4MB\n")]);
    place.write("etc/PG_VERSION", b"16\n");
    place.write("etc/log/postgresql.log", LOG.as_bytes());
    commit(
        &place,
        "2024-05-22T09:30:00Z",
        &[("postgresql.conf", "work_mem = 256MB\n")],
    );
    let line = "collect host --data-directory etc --since 2024-05-22T06:00:00Z --until 2024-05-22T12:00:00Z --out b.tar.gz";
    let said = place.run(line);
    assert_eq!(said.code, 0, "{said:?}");
    let mut said = place.run("diagnose --format json --bundle b.tar.gz --kernel kernel.log");
    said.err.clear();
    expect![[r#"
        work-mem-times-sessions ["work_mem"], deploy unknown
          2024-05-22T09:30:00Z events/history-of-postgresql.conf.jsonl: commit 95aa369: work_mem 4MB -> 256MB (postgresql.conf, by Ann, written 2024-05-22T09:30:00Z)
        time line
          2024-05-22T09:30:00Z events/history-of-postgresql.conf.jsonl: commit 95aa369: work_mem 4MB -> 256MB (postgresql.conf, by Ann, written 2024-05-22T09:30:00Z)
    "#]].assert_eq(&told(&said));
}
