//! The script, run by psql.

use plimsoll_lab::Instance;
use plimsoll_live::read::postgresql::questions;
use plimsoll_model::Version;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Runs it as two roles and holds what it printed against the table of questions.
pub(crate) fn of(instance: &Instance) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit.sql");
    std::fs::write(&file, plimsoll_live::read::script::postgresql()).unwrap();
    for (role, is_refused) in [("postgres", false), ("nobody_special", true)] {
        let said = Command::new("psql")
            .args(["-X", "-At", "-h", "127.0.0.1", "-d", "postgres", "-U", role])
            .args(["-p", &instance.port().unwrap().to_string(), "-f"])
            .arg(&file)
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
    let head = r#"{"schema":"plimsoll.dump/1","engine":"postgresql"}"#;
    assert_eq!(lines.next(), Some(head), "{name}");
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    let (mut ended, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for line in lines {
        let value: Value =
            serde_json::from_str(line).unwrap_or_else(|why| panic!("{name}: {why}: {line}"));
        let question = value["q"].as_str().unwrap().to_owned();
        if value["end"] == true {
            ended.insert(question);
        } else if value["gap"].is_string() {
            refused.insert(question);
        } else {
            assert!(
                !ended.contains(&question),
                "{name}: a row after the end of {question}"
            );
            row(&question, &value["r"], instance.installed().series);
            *rows.entry(question).or_default() += 1;
        }
    }
    let series = instance.installed().series;
    let fit = questions::all().into_iter().filter(|it| it.fits(series));
    let all: BTreeSet<String> = fit.map(|it| it.name.to_owned()).collect();
    assert_eq!(&ended | &refused, all, "{name}");
    assert_eq!(
        refused.contains("file_settings"),
        is_refused,
        "{name}: {refused:?}"
    );
    assert!(rows["settings"] > 250, "{name}: {rows:?}");
}

/// The columns of the table, in its order, as text or null.
fn row(question: &str, row: &Value, series: Version) {
    let all = questions::all();
    let found = all
        .iter()
        .find(|it| it.name == question && it.fits(series))
        .unwrap();
    let columns: Vec<&str> = row
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(columns, found.columns);
    let values = row.as_object().unwrap().values();
    assert!(
        values.into_iter().all(|it| it.is_string() || it.is_null()),
        "{row}"
    );
}
