//! The script, run by the server's own client.

use plimsoll_lab::Instance;
use plimsoll_live::read::mysql::questions;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

pub(crate) fn each_account_by_its_rights(instance: &Instance) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit.sql");
    std::fs::write(&file, plimsoll_live::read::script::mysql()).unwrap();
    for (user, is_refused) in [("root", false), ("nobody_special", true)] {
        let said = instance
            .installed()
            .command("mysql")
            .unwrap()
            .args(["--no-defaults", "-N", "-B", "-r", "--force", "-u", user])
            .arg(format!("--socket={}", instance.socket().display()))
            .arg(if is_refused {
                "--password=sesame"
            } else {
                "--skip-password"
            })
            .stdin(File::open(&file).unwrap())
            .output()
            .unwrap();
        let name = &instance.installed().name;
        let errors = String::from_utf8_lossy(&said.stderr);
        assert_eq!(errors.contains("ERROR"), is_refused, "{name}: {errors}");
        dump(
            &String::from_utf8(said.stdout).unwrap(),
            instance,
            is_refused,
        );
    }
}

fn dump(text: &str, instance: &Instance, is_refused: bool) {
    let name = &instance.installed().name;
    let mut lines = text.lines();
    let head = r#"{"schema":"plimsoll.dump/1","engine":"mysql"}"#;
    assert_eq!(lines.next(), Some(head), "{name}");
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    let mut ended = BTreeSet::new();
    for line in lines {
        let value: Value =
            serde_json::from_str(line).unwrap_or_else(|why| panic!("{name}: {why}: {line}"));
        let question = value["q"].as_str().unwrap().to_owned();
        if value["end"] == true {
            assert!(ended.insert(question), "{name}: {line} twice");
        } else {
            assert!(
                !ended.contains(&question),
                "{name}: a row after the end of {question}"
            );
            row(instance, &question, &value["r"]);
            *rows.entry(question).or_default() += 1;
        }
    }
    let mut missing: Vec<&str> = asked(instance);
    missing.retain(|name| !ended.contains(*name));
    if is_refused {
        assert!(missing.contains(&"accounts"), "{name}: {missing:?}");
    } else {
        let counts = instance
            .session()
            .unwrap()
            .value("SELECT @@performance_schema")
            .unwrap();
        let uncounted = if counts == "1" {
            &[][..]
        } else {
            &["memory", "statements"]
        };
        assert_eq!(missing, uncounted, "{name}");
    }
    assert!(
        rows["settings"] > 500 && rows["status"] > 200,
        "{name}: {rows:?}"
    );
}

/// The questions that a script can ask this server.
fn asked(instance: &Instance) -> Vec<&'static str> {
    let (engine, series) = (instance.installed().engine, instance.installed().series);
    let all = questions::all(engine).into_iter();
    let fit = all.filter(|it| it.fits(series) && !it.sql.starts_with("SHOW"));
    let names = fit.map(|it| it.name);
    names
        .filter(|name| !["process", "rights"].contains(name))
        .collect()
}

/// The columns of the table, as text or null.
fn row(instance: &Instance, question: &str, row: &Value) {
    let series = instance.installed().series;
    let all = questions::all(instance.installed().engine);
    let mut all = all.iter();
    let found = all
        .find(|it| it.name == question && it.fits(series))
        .unwrap();
    let row = row.as_object().unwrap();
    let columns: BTreeSet<&str> = row.keys().map(String::as_str).collect();
    assert_eq!(columns, found.columns.iter().copied().collect());
    assert!(
        row.values().all(|it| it.is_string() || it.is_null()),
        "{row:?}"
    );
}
