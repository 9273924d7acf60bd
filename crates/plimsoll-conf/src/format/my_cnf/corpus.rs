//! The corpus: every file printed back byte for byte, every main file resolved
//! with what it includes, and pinned.

#![allow(
    clippy::needless_raw_string_hashes,
    reason = "expect-test writes them so"
)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use plimsoll_model::{Config, Engine, Version};

use crate::{Entry, Files, Outcome, Request};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/my_cnf")
}

fn entry(path: &Path) -> Entry {
    if path.is_dir() {
        let names = fs::read_dir(path).expect("the corpus is readable");
        let names = names.map(|entry| entry.expect("the corpus is readable").file_name().into());
        return Entry::Folder(names.collect());
    }
    match fs::read(path) {
        Ok(bytes) => Entry::File(bytes.into()),
        Err(_) => Entry::Missing,
    }
}

fn read(engine: Engine, version: Version, main: &str) -> Config {
    let request = Request {
        engine,
        version: Some(version),
        main: PathBuf::from(main),
        arguments: Vec::new(),
        instance: crate::Instance::default(),
    };
    let mut files = Files::new();
    loop {
        match crate::read(&request, &files) {
            Outcome::Config(config) => return *config,
            Outcome::Need(needs) => {
                for need in needs {
                    let entry = entry(&folder().join(&need.path));
                    files.insert(need.path, entry);
                }
            }
        }
    }
}

fn check(engine: Engine, version: Version, main: &str, expected: &Expect) {
    let config = read(engine, version, main);
    let mut out = String::new();
    for setting in config.settings.values() {
        let _ = writeln!(out, "{} = {}", setting.name, setting.display);
    }
    for problem in &config.problems {
        let fatal = if problem.fatal { " fatal" } else { "" };
        let _ = writeln!(out, "{} {:?}{fatal}", problem.place, problem.kind);
    }
    expected.assert_eq(&out);
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the corpus is readable") {
        let path = entry.expect("the corpus is readable").path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_file_prints_back_byte_for_byte() {
    let mut files = Vec::new();
    files_below(&folder(), &mut files);
    assert!(files.len() > 20, "the corpus is there");
    for path in files {
        let bytes = fs::read(&path).expect("the corpus is readable");
        for engine in [Engine::Mysql, Engine::Mariadb] {
            let printed = super::document(&bytes, engine, None).print();
            assert_eq!(printed, bytes, "{}", path.display());
        }
    }
}

#[test]
fn the_layout_of_debians_mariadb() {
    let expected = expect![[r#"
        basedir = /usr
        bind_address = 127.0.0.1
        binlog_expire_logs_seconds = 864000
        character_set_server = utf8mb4
        collation_server = utf8mb4_general_ci
        expire_logs_days = 10
        pid_file = /run/mysqld/mysqld.pid
        socket = /run/mysqld/mysqld.sock
    "#]];
    check(
        Engine::Mariadb,
        Version::new(10, 11),
        "layout-mariadb-10.11/etc/mysql/mariadb.cnf",
        &expected,
    );
    let expected = expect![[r#"
        basedir = /usr
        bind_address = 127.0.0.1
        binlog_expire_logs_seconds = 864000
        expire_logs_days = 10
        pid_file = /run/mysqld/mysqld.pid
        socket = /run/mysqld/mysqld.sock
    "#]];
    check(
        Engine::Mariadb,
        Version::new(11, 8),
        "layout-mariadb-11.8/etc/mysql/mariadb.cnf",
        &expected,
    );
}

#[test]
fn the_layout_of_debians_mysql() {
    let expected = expect![[""]];
    check(
        Engine::Mysql,
        Version::new(9, 7),
        "layout-mysql/etc/mysql/my.cnf",
        &expected,
    );
}

#[test]
fn the_layouts_of_container_images() {
    let expected = expect![[r#"
        datadir = /var/lib/mysql
        host_cache_size = 0
        innodb_buffer_pool_size = 4G
        innodb_redo_log_capacity = 2G
        max_connections = 500
        max_heap_table_size = 64M
        mysqlx = OFF
        pid_file = /var/run/mysqld/mysqld.pid
        secure_file_priv = /var/lib/mysql-files
        skip_name_resolve = ON
        socket = /var/run/mysqld/mysqld.sock
        sort_buffer_size = 4M
        tmp_table_size = 64M
        user = mysql
    "#]];
    check(
        Engine::Mysql,
        Version::new(8, 4),
        "docker-mysql/etc/my.cnf",
        &expected,
    );
    let expected = expect![[r#"
        character_set_server = utf8mb4
        collation_server = utf8mb4_unicode_ci
        host_cache_size = 0
        innodb_buffer_pool_size = 1G
        max_allowed_packet = 64M
        query_cache_size = 0
        query_cache_type = OFF
        skip_name_resolve = ON
        socket = /run/mysqld/mysqld.sock
    "#]];
    check(
        Engine::Mariadb,
        Version::new(11, 4),
        "docker-mariadb/etc/mysql/my.cnf",
        &expected,
    );
}

#[test]
fn hand_made_traps() {
    let maria = |file: &str, expected: &Expect| {
        let main = format!("traps/{file}");
        check(Engine::Mariadb, Version::new(10, 11), &main, expected);
    };
    maria(
        "values.cnf",
        &expect![[r#"
        init_connect = set names "utf8mb4" # not a comment
        join_buffer_size = 256K
        log_slow_query = OFF
        max_heap_table_size = 16383K
        port = 3307
        skip_name_resolve = OFF
        slow_query_log = OFF
        sort_buffer_size = 64M
        traps/values.cnf:5 AdjustedValue
        traps/values.cnf:6 BadValue
        traps/values.cnf:8 UnknownParameter
        traps/values.cnf:14 IgnoredGroup
    "#]],
    );
    maria(
        "fatal.cnf",
        &expect![[r#"
        traps/fatal.cnf:3 WrongUnit fatal
        traps/fatal.cnf:4 UnknownParameter fatal
        traps/fatal.cnf:5 UnknownParameter fatal
        traps/fatal.cnf:6 OutOfRange fatal
        traps/fatal.cnf:7 BadValue fatal
        traps/fatal.cnf:8 BadValue fatal
        traps/fatal.cnf:9 AmbiguousParameter fatal
    "#]],
    );
    maria(
        "bom.cnf",
        &expect![[r#"
        traps/bom.cnf:1 ByteOrderMark fatal
    "#]],
    );
    maria(
        "bytes.cnf",
        &expect![[r#"
        init_connect = ��
        key_buffer_size = 8M
        port = 3307
        wait_timeout = 5
    "#]],
    );
    maria(
        "no-group.cnf",
        &expect![[r#"
        traps/no-group.cnf:1 Syntax fatal
    "#]],
    );
    maria(
        "loop-a.cnf",
        &expect![[r#"
        back_log = 60
        traps/loop-b.cnf:2 IncludeLoop
        traps/loop-b.cnf:3 ShadowedValue
    "#]],
    );
}
