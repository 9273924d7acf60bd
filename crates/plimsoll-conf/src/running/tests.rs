//! Rows of running servers, as the servers write them.

use std::collections::BTreeMap;
use std::sync::Arc;

use plimsoll_model::{Config, Drift, DriftKind, Origin, Snapshot, Value};

use super::{agreed, drift, from_baseline, running};
use crate::format::dump;
use crate::{Entry, Files, Outcome, Request, read};

const POSTGRESQL: &str = r#"
{"q":"identity","r":{"version":"16.4"}}
{"q":"identity","end":true}
{"q":"settings","r":{"name":"work_mem","setting":"65536","unit":"kB","vartype":"integer","source":"configuration file","sourcefile":"/etc/postgresql/16/main/postgresql.conf","sourceline":"12","boot_val":"4096","reset_val":"65536","pending_restart":"f"}}
{"q":"settings","r":{"name":"shared_buffers","setting":"16384","unit":"8kB","vartype":"integer","source":"default","boot_val":"16384","reset_val":"16384","pending_restart":"t"}}
{"q":"settings","r":{"name":"fsync","setting":"off","vartype":"bool","source":"configuration file","sourcefile":"/data/postgresql.auto.conf","sourceline":"3","boot_val":"on","reset_val":"off","pending_restart":"f"}}
{"q":"settings","r":{"name":"statement_timeout","setting":"2000","unit":"ms","vartype":"integer","source":"session","boot_val":"0","reset_val":"0","pending_restart":"f"}}
{"q":"settings","r":{"name":"wal_buffers","setting":"512","unit":"8kB","vartype":"integer","source":"override","boot_val":"-1","reset_val":"512","pending_restart":"f"}}
{"q":"settings","r":{"name":"port","setting":"5433","vartype":"integer","source":"command line","boot_val":"5432","reset_val":"5433","pending_restart":"f"}}
{"q":"settings","r":{"name":"primary_conninfo","setting":"host=a","vartype":"string","source":"default","boot_val":"","reset_val":"","pending_restart":"f"}}
{"q":"settings","end":true}
{"q":"file_settings","r":{"sourcefile":"/data/postgresql.auto.conf","sourceline":"4","name":"shared_buffers","setting":"1GB","applied":"f","error":"setting could not be applied"}}
{"q":"file_settings","end":true}
"#;

const MYSQL: &str = r#"
{"q":"identity","r":{"version":"8.4.3"}}
{"q":"identity","end":true}
{"q":"settings","r":{"name":"max_connections","value":"900","source":"DYNAMIC","since":"2026-11-02 10:00:00.123456","user":"app","host":"10.0.0.7"}}
{"q":"settings","r":{"name":"sort_buffer_size","value":"2097152","source":"GLOBAL","path":"/etc/mysql/my.cnf"}}
{"q":"settings","r":{"name":"innodb_buffer_pool_size","value":"134217728","source":"COMPILED"}}
{"q":"settings","r":{"name":"read_only","value":"ON","source":"DYNAMIC"}}
{"q":"settings","end":true}
{"q":"persisted","r":{"name":"innodb_buffer_pool_instances","value":"4"}}
{"q":"persisted","end":true}
"#;

fn snapshot(engine: &str, rows: &str) -> Snapshot {
    let head = format!("{{\"schema\":\"plimsoll.dump/1\",\"engine\":\"{engine}\"}}");
    dump::read(format!("{head}{rows}").as_bytes()).expect("a dump")
}

fn files(snapshot: &Snapshot, main: &str, text: &str) -> Config {
    let request = Request {
        engine: snapshot.engine,
        version: Some(snapshot.version),
        main: main.into(),
        arguments: Vec::new(),
        instance: crate::Instance::default(),
    };
    let mut files = Files::default();
    files.insert(main, Entry::File(Arc::from(text.as_bytes())));
    loop {
        match read(&request, &files) {
            Outcome::Config(config) => return *config,
            Outcome::Need(needs) => {
                for need in needs {
                    files.insert(need.path, Entry::Missing);
                }
            }
        }
    }
}

fn told(drift: &[Drift]) -> Vec<(&str, DriftKind, &str, Option<&str>)> {
    let told = drift.iter().map(|it| {
        let (name, now) = (it.parameter.as_str(), it.in_force.as_str());
        (name, it.kind, now, it.other.as_deref())
    });
    told.collect()
}

#[test]
fn what_the_asking_session_set_for_itself_is_not_in_force() {
    let running = running(&snapshot("postgresql", POSTGRESQL)).expect("settings");
    let set: Vec<&String> = running.config.settings.keys().collect();
    assert_eq!(set, ["fsync", "port", "work_mem"]);
    assert_eq!(running.settings.int("statement_timeout"), Some(0));
    assert_eq!(running.settings.bytes("wal_buffers"), Some(4 << 20));
    let origin = |name: &str| running.config.settings[name].origin.clone();
    assert!(matches!(origin("work_mem"), Origin::File(place) if place.line == 12));
    assert!(matches!(origin("fsync"), Origin::Auto(_)));
    assert_eq!(origin("port"), Origin::Argument("port=5433".to_owned()));
    assert_eq!(running.config.settings["work_mem"].display, "64MB");
}

#[test]
fn what_the_asking_role_has_for_itself_is_not_what_the_others_have() {
    let own = POSTGRESQL
        .replace("\"setting\":\"65536\"", "\"setting\":\"1048576\"")
        .replace("configuration file\",\"sourcefile\":\"/etc/postgresql/16/main/postgresql.conf\",\"sourceline\":\"12\"", "user\"");
    let work_mem = |rows: &str| {
        let running = running(&snapshot("postgresql", rows)).expect("settings");
        running.settings.bytes("work_mem")
    };
    assert_eq!(work_mem(&own), Some(4 << 20));
    let line = r#"{"q":"file_settings","r":{"sourcefile":"/a.conf","sourceline":"3","name":"work_mem","setting":"32MB"}}"#;
    assert_eq!(
        work_mem(&format!(
            "{own}{line}\n{{\"q\":\"file_settings\",\"end\":true}}\n"
        )),
        Some(32 << 20)
    );
}

#[test]
fn without_the_files_a_server_names_what_waits_for_its_restart() {
    let snapshot = snapshot("postgresql", POSTGRESQL);
    let running = running(&snapshot).expect("settings");
    let drift = drift(&snapshot, &running, None);
    let waits = DriftKind::WaitsForRestart;
    assert_eq!(
        told(&drift),
        [("shared_buffers", waits, "128MB", Some("1GB"))]
    );
    assert_eq!(drift[0].other_source, "/data/postgresql.auto.conf:4");
}

#[test]
fn files_are_held_against_what_is_in_force_by_value() {
    let snapshot = snapshot("postgresql", POSTGRESQL);
    let running = running(&snapshot).expect("settings");
    let text = "work_mem = 65536\nshared_buffers = 1GB\nwal_buffers = -1\nport = 5432\n";
    let files = files(&snapshot, "postgresql.conf", text);
    let drift = drift(&snapshot, &running, Some(&files));
    assert_eq!(
        told(&drift),
        [
            // ALTER SYSTEM's line is gone from its file.
            ("fsync", DriftKind::NotLoaded, "off", Some("on")),
            (
                "shared_buffers",
                DriftKind::WaitsForRestart,
                "128MB",
                Some("1GB")
            ),
        ]
    );
}

#[test]
fn set_global_is_lost_unless_a_file_says_the_same() {
    let snapshot = snapshot("mysql", MYSQL);
    let running = running(&snapshot).expect("settings");
    let lost = DriftKind::LostAtRestart;
    let unread = drift(&snapshot, &running, None);
    assert_eq!(told(&unread), [("max_connections", lost, "900", None)]);
    assert_eq!(unread[0].by.as_deref(), Some("app@10.0.0.7"));
    // A session that set it for itself to what it was leaves the mark too.
    let marked = self::snapshot("mysql", &MYSQL.replace("\"900\"", "\"151\""));
    let at_rest = self::running(&marked).expect("settings");
    assert_eq!(self::drift(&marked, &at_rest, None), []);
    let same = files(
        &snapshot,
        "my.cnf",
        "[mysqld]\nmax_connections=900\nsort_buffer_size=2M\n",
    );
    assert_eq!(drift(&snapshot, &running, Some(&same)), []);
    let other = files(
        &snapshot,
        "my.cnf",
        "[mysqld]\nmax_connections=151\nsort_buffer_size=4M\n",
    );
    assert_eq!(
        told(&drift(&snapshot, &running, Some(&other))),
        [
            ("max_connections", lost, "900", Some("151")),
            ("sort_buffer_size", DriftKind::NotLoaded, "2M", Some("4M")),
        ]
    );
}

#[test]
fn what_was_persisted_alone_waits_for_a_restart() {
    let rows = MYSQL.replace("\"COMPILED\"}}", "\"COMPILED\"}}\n{\"q\":\"settings\",\"r\":{\"name\":\"innodb_buffer_pool_instances\",\"value\":\"1\",\"source\":\"COMPILED\"}}");
    let snapshot = snapshot("mysql", &rows);
    let running = running(&snapshot).expect("settings");
    let drift = drift(&snapshot, &running, None);
    assert!(told(&drift).contains(&(
        "innodb_buffer_pool_instances",
        DriftKind::WaitsForRestart,
        "1",
        Some("4")
    )));
}

#[test]
fn a_change_of_role_is_no_drift_from_a_baseline() {
    let snapshot = snapshot("postgresql", POSTGRESQL);
    let now = running(&snapshot).expect("settings");
    let mut baseline: BTreeMap<String, String> = agreed(&now);
    assert_eq!(from_baseline(&now, &baseline, "default"), []);
    assert!(!baseline.contains_key("primary_conninfo"));
    baseline.insert("work_mem".to_owned(), "4096".to_owned());
    baseline.insert("primary_conninfo".to_owned(), "host=b".to_owned());
    let drift = from_baseline(&now, &baseline, "default");
    let from = DriftKind::FromBaseline;
    assert_eq!(told(&drift), [("work_mem", from, "64MB", Some("4MB"))]);
}

#[test]
fn a_parameter_that_no_catalogue_has_is_read_by_its_row() {
    let rows = POSTGRESQL.replace("work_mem", "some.extension_size");
    let running = running(&snapshot("postgresql", &rows)).expect("settings");
    let setting = &running.config.settings["some.extension_size"];
    assert_eq!(
        (&setting.typed, setting.bytes()),
        (&Value::Int(65536), Some(64 << 20))
    );
}
