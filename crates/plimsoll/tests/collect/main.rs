//! `plimsoll collect host` and `diagnose --bundle` on real servers that were made
//! to fall: the bundle names the cause that their own logs name, and holds nothing
//! of what clients wrote.

// Clippy knows tests by their attribute; their helpers are tests too.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flate2::read::GzDecoder;
use plimsoll_lab::{Installed, Instance, Server, Sign};
use serde_json::Value;

const CANARY: &str = "hunter2canary";

/// The server of that name; what is missing here is named and skipped.
fn installed(name: &str) -> Option<Installed> {
    Installed::find(name)
        .inspect_err(|error| {
            let _unheard = writeln!(std::io::stderr(), "skipped: {name} ({error})");
        })
        .ok()
}

/// Without the programs of the machine: its kernel tells of other servers' kills too.
fn plimsoll(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.env("PATH", "/nonexistent");
    command.args(words).current_dir("/").output().unwrap()
}

/// The first cause of a diagnosis: its name, and what it is of.
fn cause(words: &[&str]) -> (String, String) {
    let output = plimsoll(&[&["diagnose", "--format", "json"], words].concat());
    let said = String::from_utf8(output.stdout).unwrap();
    let document: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}"));
    let first = &document["causes"][0];
    let text = |name: &str| first[name].as_str().unwrap_or_default().to_owned();
    (text("name"), text("class"))
}

/// Each byte of a bundle, unpacked.
fn bytes(bundle: &Path) -> String {
    let mut bytes = Vec::new();
    let mut packed = GzDecoder::new(fs::File::open(bundle).unwrap());
    packed.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn log_of(instance: &Instance) -> PathBuf {
    instance.folder().join("server.log")
}

/// The bundle of a server's data directory names the cause that its log names. Its
/// bytes, unpacked.
fn same_cause(instance: &Instance, name: &str) -> String {
    let log = log_of(instance);
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("b.tar.gz");
    let shown = |path: &Path| path.display().to_string();
    let (data, place, out) = (shown(instance.data_folder()), shown(&log), shown(&bundle));
    let words = [
        "collect",
        "host",
        "--since",
        "10m",
        "--data-directory",
        &data,
        "--log",
        &place,
        "--out",
        &out,
    ];
    let output = plimsoll(&words);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = bytes(&bundle);
    assert!(
        !text.contains(CANARY),
        "{}",
        text.lines().find(|it| it.contains(CANARY)).unwrap()
    );
    assert!(fs::read_to_string(&log).unwrap().contains(CANARY));
    let from_bundle = cause(&["--bundle", &out]);
    let from_files = cause(&["--log", &place]);
    assert_eq!(from_files.0, name);
    assert_eq!(from_bundle, from_files);
    text
}

#[test]
fn a_postgresql_whose_backend_was_killed() {
    let Some(installed) = installed("postgresql-16") else {
        return;
    };
    let server = Server::new(&installed)
        .set("log_statement", "all")
        .set("primary_conninfo", format!("host=a password={CANARY}"));
    let instance = server.start().unwrap();
    let mut session = instance.session().unwrap();
    let statements = [
        "create table t (email text primary key)",
        "insert into t values ('hunter2canary')",
        "alter role current_user password 'hunter2canary'",
        "select 'a\n hunter2canary'::int",
        "insert into t values ('hunter2canary')",
        "do $$ begin perform 'hunter2canary'; end $$",
        "call pay('hunter2canary')",
        "prepare p as select $1::text",
        "execute p('hunter2canary')",
    ];
    for statement in statements {
        // Some are meant to fail.
        let _logged = session.query(statement);
    }
    let pid = session.value("select pg_backend_pid()").unwrap();
    instance.send_to(pid.trim().parse().unwrap(), Sign::Kill);
    let _cut = session.query("select pg_sleep(60), 'hunter2canary'");
    instance
        .wait_for_log("all server processes terminated")
        .unwrap();
    instance
        .wait_for_log("is ready to accept connections")
        .unwrap();
    let text = same_cause(&instance, "died-without-reason");
    assert!(text.contains("\"kind\": \"config\""), "no configuration");
}

#[test]
fn a_mariadb_that_was_told_what_it_does_not_know() {
    let Some(installed) = installed("mariadb-11.8") else {
        return;
    };
    let mut instance = Server::new(&installed).start().unwrap();
    instance.send(Sign::Kill);
    instance.wait_for_end().unwrap();
    let refused = Server::new(&installed).set("innodb_buffer_pool_sise", "1G");
    refused.relaunch(&mut instance).unwrap();
    instance.wait_for_end().unwrap();
    // A plugin's, as plugins are.
    let now = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S");
    let mut log = fs::OpenOptions::new()
        .append(true)
        .open(log_of(&instance))
        .unwrap();
    writeln!(log, "{now} 3 [Warning] plugin: password={CANARY}").unwrap();
    same_cause(&instance, "parameter-refused");
}
