//! Groups of the corpus, and small ones: what each sets, and what is not known.

#![allow(
    clippy::needless_raw_string_hashes,
    reason = "the hashes are expect-test's own"
)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use plimsoll_model::{Config, Engine, Fork, Origin, Version};

use super::{engine_of_group, is_parameter_group, version_of_group};
use crate::{Entry, Files, Instance, Outcome, Request, detect};

fn corpus(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/parameter_group");
    fs::read(folder.join(name)).expect("the corpus is readable")
}

fn read(engine: Engine, version: &str, arguments: &[&str], memory: u64, bytes: &[u8]) -> Config {
    let instance = Instance {
        memory_bytes: (memory > 0).then_some(memory),
        cpus: (memory > 0).then_some(2),
    };
    let request = Request {
        engine,
        version: Version::parse(version),
        main: "group.json".into(),
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        instance,
    };
    let mut files = Files::new();
    files.insert("group.json", Entry::File(bytes.into()));
    match crate::read(&request, &files) {
        Outcome::Config(config) => *config,
        Outcome::Need(needs) => panic!("a group includes nothing: {needs:?}"),
    }
}

fn check(config: &Config, expected: &Expect) {
    let mut out = String::new();
    for setting in config.settings.values() {
        let line = setting.origin.place().map_or(0, |place| place.line);
        let _ = writeln!(out, "{line} {} = {}", setting.name, setting.display);
    }
    for problem in &config.problems {
        let fatal = if problem.fatal { " fatal" } else { "" };
        let (place, kind) = (&problem.place, problem.kind);
        let _ = writeln!(out, "{place} {kind:?}{fatal}: {}", problem.message);
    }
    expected.assert_eq(&out);
}

const SMALL: &str = r#"{"Parameters": [
{"ParameterName": "work_mem", "ParameterValue": "8192", "Source": "user", "DataType": "integer"},
{"ParameterName": "apg_own", "ParameterValue": "1", "Source": "system", "DataType": "boolean"},
{"ParameterName": "max_connections", "ParameterValue": "lots", "Source": "user", "DataType": "integer"},
{"ParameterName": "shared_buffers", "ParameterValue": "{DBInstanceClassMemory//2}", "Source": "system", "DataType": "integer"},
{"ParameterName": "log_line_prefix", "ParameterValue": "{%m} ", "Source": "user", "DataType": "string"},
{"ParameterName": "fsync", "ParameterValue": "0", "Source": "engine-default", "DataType": "boolean"},
{"ParameterName": "jit", "Source": "user", "DataType": "boolean"},
{"Name": "jit"}], "Marker": "abc"}"#;

#[test]
fn a_group_of_postgresql_is_read_for_its_class() {
    let bytes = corpus("postgres16.json");
    let config = read(Engine::Postgresql, "16", &[], 16 << 30, &bytes);
    check(
        &config,
        &expect![[r#"
        4 archive_command = /etc/rds/dbbin/pgscripts/rds_wal_archive %p
        14 archive_timeout = 5min
        24 autovacuum_max_workers = 3
        35 autovacuum_vacuum_cost_limit = 200
        46 autovacuum_work_mem = 512MB
        56 checkpoint_completion_target = 0.9
        66 data_directory = /rdsdbdata/db
        76 effective_cache_size = 8GB
        86 idle_in_transaction_session_timeout = 1d
        106 log_line_prefix = %t:%r:%u@%d:[%p]:
        116 maintenance_work_mem = 275036kB
        126 max_connections = 1802
        137 max_parallel_workers = 8
        147 max_wal_size = 2GB
        157 max_worker_processes = 8
        167 port = {EndPointPort}
        177 rds.force_ssl = 1
        199 shared_buffers = 4GB
        210 shared_preload_libraries = pg_stat_statements
        220 wal_compression = off
        231 work_mem = 64MB
        group.json:24 Unresolved: autovacuum_max_workers, autovacuum_vacuum_cost_limit, autovacuum_work_mem, effective_cache_size, maintenance_work_mem, max_connections, shared_buffers are worked out from 16 GB; Amazon takes off what its own programs have of the class, so the instance has some percent less of it
        group.json:167 Unresolved: port is worked out from what only Amazon knows of the instance, and not known here
    "#]],
    );
    let origin = &config.settings["work_mem"].origin;
    assert!(matches!(origin, Origin::Manifest(place) if place.file == "group.json"));
}

#[test]
fn without_the_instance_formulas_stay_unknown() {
    let bytes = corpus("postgres16.json");
    let config = read(Engine::Postgresql, "16", &["-c port=5433"], 0, &bytes);
    assert_eq!(config.settings["port"].display, "5433");
    let problems = config.problems.iter();
    let said: Vec<_> = problems.map(|it| it.message.as_str()).collect();
    expect![[r#"
        [
            "autovacuum_max_workers, autovacuum_vacuum_cost_limit, autovacuum_work_mem, effective_cache_size, maintenance_work_mem, max_connections, shared_buffers are worked out from the memory of the instance, which is not known here; give --memory, or memory in plimsoll.toml",
            "max_parallel_workers, max_worker_processes, wal_compression are worked out from the processors of the instance, which are not known here; give --cpus, or cpus in plimsoll.toml",
            "port is worked out from what only Amazon knows of the instance, and not known here",
        ]
    "#]].assert_debug_eq(&said);
    let values = crate::in_force(&config);
    assert_eq!(values.bytes("shared_buffers"), None);
    assert!(values.values.unresolved().count() > 3);
}

#[test]
fn a_group_of_mysql_is_read_for_its_class() {
    let bytes = corpus("mysql.json");
    let config = read(Engine::Mysql, "8.0.36", &[], 8 << 30, &bytes);
    check(
        &config,
        &expect![[r#"
            14 basedir = /rdsdbbin/mysql
            24 gtid_mode = OFF_PERMISSIVE
            34 innodb_buffer_pool_size = 6G
            54 innodb_flush_method = O_DIRECT
            64 max_binlog_cache_size = 10M
            74 max_connections = 682
            85 performance_schema = OFF
            96 port = {EndPointPort}
            127 rds_example_of_its_own = 1
            106 read_buffer_size = 256K
            116 read_only = {TrueIfReplica}
            137 sort_buffer_size = 1M
            147 sync_binlog = 1
            group.json:34 Unresolved: innodb_buffer_pool_size, max_binlog_cache_size, max_connections are worked out from 8 GB; Amazon takes off what its own programs have of the class, so the instance has some percent less of it
            group.json:96 Unresolved: port, read_only are worked out from what only Amazon knows of the instance, and not known here
        "#]],
    );
}

#[test]
fn what_is_wrong_has_its_place_and_stops_no_server() {
    let config = read(Engine::Postgresql, "16", &[], 1 << 30, SMALL.as_bytes());
    check(
        &config,
        &expect![[r#"
        3 apg_own = 1
        6 log_line_prefix = {%m} 
        5 shared_buffers = {DBInstanceClassMemory//2}
        2 work_mem = 8MB
        group.json:4 BadValue: max_connections = lots is not a number
        group.json:5 Unresolved: shared_buffers is set by a formula that is not known here
        group.json:9 Syntax: this is no parameter: it has no ParameterName
        group.json:9 Unresolved: Marker: this is one page of the group, and the others are not known here; list it without --max-items and --no-paginate
    "#]],
    );
}

#[test]
fn engine_version_and_build_are_told_by_family_and_names() {
    let small = |family: &str, name: &str| {
        format!(
            r#"{{"DBParameterGroupFamily": "{family}", "Parameters": [{{"ParameterName": "{name}", "ParameterValue": "1"}}]}}"#
        )
    };
    let cases = [
        (
            "postgres16",
            "x",
            Some(Engine::Postgresql),
            Some(Version::major(16)),
        ),
        (
            "aurora-postgresql15",
            "x",
            Some(Engine::Postgresql),
            Some(Version::major(15)),
        ),
        (
            "aurora-mysql8.0",
            "x",
            Some(Engine::Mysql),
            Some(Version::new(8, 0)),
        ),
        (
            "mariadb10.11",
            "x",
            Some(Engine::Mariadb),
            Some(Version::new(10, 11)),
        ),
        ("oracle-ee-19", "x", None, None),
        ("", "shared_buffers", Some(Engine::Postgresql), None),
        ("", "innodb_buffer_pool_size", Some(Engine::Mysql), None),
        (
            "",
            "aria_pagecache_buffer_size",
            Some(Engine::Mariadb),
            None,
        ),
        ("", "port", None, None),
    ];
    for (family, name, engine, version) in cases {
        let text = small(family, name);
        assert!(is_parameter_group(text.as_bytes()), "{text}");
        assert_eq!(engine_of_group(text.as_bytes()), engine, "{text}");
        assert_eq!(
            detect(Path::new("postgresql.conf"), text.as_bytes()),
            engine
        );
        let told = version_of_group("g", text.as_bytes());
        assert_eq!(told.map(|(version, _)| version), version, "{text}");
    }
    let aurora = small("aurora-mysql8.0", "aurora_parallel_query");
    let config = read(Engine::Mysql, "8.0", &[], 0, aurora.as_bytes());
    assert_eq!(config.fork, Fork::Aurora);
    assert_eq!(engine_of_group(&corpus("mysql.json")), Some(Engine::Mysql));
}

#[test]
fn other_texts_are_no_groups_and_broken_ones_are_said() {
    assert!(!is_parameter_group(
        b"# \"ParameterName\" \"ParameterValue\"\n"
    ));
    assert!(!is_parameter_group(b"{\"Parameters\": []}"));
    let broken = [
        &SMALL[..SMALL.len() - 1],
        r#"{"Other": [{"ParameterName": "a", "ParameterValue": "1"}]}"#,
        r#"[[{"ParameterName": 1, "ParameterValue": "1"}]]"#,
    ];
    for text in broken {
        let config = read(Engine::Postgresql, "16", &[], 0, text.as_bytes());
        assert!(config.settings.is_empty(), "{text}");
        assert!(!config.problems.is_empty(), "{text}");
    }
    let list = r#"[{"ParameterName": "work_mem", "ParameterValue": "64", "Source": "user"}]"#;
    let config = read(Engine::Postgresql, "16", &[], 0, list.as_bytes());
    assert_eq!(config.settings["work_mem"].display, "64kB");
}
