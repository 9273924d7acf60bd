//! Histories as earlier releases left them. Each version of the tables has a
//! dump of one here, made by the release that had it newest; this one opens it,
//! migrates it and reads all of it.

use super::samples::{event, moment, slice};
use super::support::{at, audit, baseline, close, folder, found, open, run, target};
use plimsoll_store::{Audit, FILE_NAME, SCHEMA_VERSION, Store};
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;

fn dump(version: u64) -> PathBuf {
    let name = format!("tests/store/recorded/v{version}.sql");
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What every recorded history was filled with, as far as its version kept it.
fn fill(store: &Store, version: u64) {
    let first = audit(
        "7351",
        1,
        &[("shared_buffers", "128MB"), ("work_mem", "4MB")],
    );
    let second = audit(
        "7351",
        2,
        &[("shared_buffers", "128MB"), ("work_mem", "64MB")],
    );
    for audit in [
        found(&first, 1, &["f1", "f2"]),
        found(&second, 2, &["f1"]),
        found(&second, 3, &["f1", "f2"]),
        audit("other", 3, &[("innodb_buffer_pool_size", "134217728")]),
    ] {
        run(store.keep(&as_of(audit, version))).unwrap();
    }
    let right = baseline("default", 4, &[("work_mem", "4MB")]);
    run(store.set_baseline(&target("7351"), &right)).unwrap();
    if version >= 3 {
        // An hour that is over, and one that is not.
        for (from, to) in [(0, 600), (600, 1200), (3600, 4200)] {
            let slices = ["s", "t"].map(|series| slice(series, from, to));
            run(store.keep_slices(&target("7351"), &slices)).unwrap();
        }
        run(store.keep_event(&target("7351"), &event(5, "release 7"))).unwrap();
    }
}

/// An audit without what that version of the tables does not keep.
fn as_of(mut audit: Audit, version: u64) -> Audit {
    if version < 2 {
        audit.memory.active_sessions = None;
        audit.memory.most_sessions = None;
    }
    audit
}

/// All that a store gives back.
fn all(store: &Store) -> Vec<String> {
    run(async {
        let mut said = vec![format!("{:?}", store.targets().await.unwrap())];
        for key in ["7351", "other"] {
            for number in 1..=4 {
                said.push(format!(
                    "{:?}",
                    store.audit(key, Some(number)).await.unwrap()
                ));
            }
            said.push(format!("{:?}", store.history(key, 9).await.unwrap()));
            said.push(format!("{:?}", store.most_sessions(key).await.unwrap()));
            said.push(format!("{:?}", store.changes(key, 0).await.unwrap()));
            said.push(format!("{:?}", store.standing(key).await.unwrap()));
            said.push(format!("{:?}", store.findings(key).await.unwrap()));
            said.push(format!(
                "{:?}",
                store.baseline(key, "default").await.unwrap()
            ));
            for days in [1, 365] {
                let from = moment(-86_400 * days);
                let told = store.samples(key, "s", &from, &moment(86_400)).await;
                said.push(format!("{:?}", told.unwrap()));
            }
            let told = store.events(key, &moment(0), &moment(86_400), 9).await;
            said.push(format!("{:?}", told.unwrap()));
        }
        said
    })
}

#[test]
fn every_earlier_history_is_opened_and_read() {
    for version in 1..=SCHEMA_VERSION {
        let new = tempfile::tempdir().unwrap();
        let new = open(&folder(new.path()));
        fill(&new, version);
        let here = tempfile::tempdir().unwrap();
        let file = Connection::open(here.path().join(FILE_NAME)).unwrap();
        let recorded = fs::read_to_string(dump(version)).unwrap();
        file.execute_batch(&recorded).unwrap();
        drop(file);
        let old = open(&folder(here.path()));
        assert_eq!(all(&old), all(&new), "version {version}");
        // And is written on.
        let next = audit("7351", 9, &[("work_mem", "64MB")]);
        assert_eq!(run(old.keep(&next)).unwrap().number, 4);
        assert_eq!(run(old.audit("7351", None)).unwrap().unwrap().at, at(9));
    }
}

/// `UPDATE_EXPECT=1` writes the dump of a version that has none yet; one that
/// is there is what a release left and is never written again.
#[test]
fn this_version_is_recorded() {
    let path = dump(SCHEMA_VERSION);
    if path.exists() || std::env::var_os("UPDATE_EXPECT").is_none() {
        assert!(
            path.exists(),
            "no dump of this version: run with UPDATE_EXPECT=1"
        );
        return;
    }
    let here = tempfile::tempdir().unwrap();
    let store = open(&folder(here.path()));
    fill(&store, SCHEMA_VERSION);
    close(store);
    fs::write(
        path,
        dumped(&Connection::open(here.path().join(FILE_NAME)).unwrap()),
    )
    .unwrap();
}

/// A file as SQL: its mark, its tables and their rows in order.
fn dumped(file: &Connection) -> String {
    let mark: i64 = file
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .unwrap();
    let mut lines = vec![
        "PRAGMA auto_vacuum = INCREMENTAL".to_owned(),
        format!("PRAGMA application_id = {mark}"),
    ];
    let schema = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid";
    let plain = |literal: &str| literal.trim_matches('\'').replace("''", "'");
    let schema = rows(file, schema);
    lines.extend(schema.iter().map(|entry| plain(&entry[2])));
    for table in schema.iter().filter(|entry| plain(&entry[0]) == "table") {
        let name = plain(&table[1]);
        let content = rows(file, &format!("SELECT * FROM {name}"));
        let line = |row: &Vec<String>| format!("INSERT INTO {name} VALUES ({})", row.join(", "));
        lines.extend(content.iter().map(line));
    }
    lines.push(String::new());
    lines.join(";\n")
}

/// Rows of literals.
fn rows(file: &Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = file.prepare(sql).unwrap();
    let columns = statement.column_count();
    let mut cursor = statement.query([]).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = cursor.next().unwrap() {
        let literal = |column| match row.get_ref(column).unwrap() {
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            rusqlite::types::ValueRef::Text(text) => {
                format!("'{}'", String::from_utf8_lossy(text).replace('\'', "''"))
            }
            rusqlite::types::ValueRef::Blob(bytes) => {
                let digits: Vec<String> = bytes.iter().map(|it| format!("{it:02X}")).collect();
                format!("X'{}'", digits.concat())
            }
            other => format!("{other:?}").to_uppercase(),
        };
        rows.push((0..columns).map(literal).collect());
    }
    rows
}
