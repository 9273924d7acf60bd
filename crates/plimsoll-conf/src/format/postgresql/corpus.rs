//! The corpus: every file printed back byte for byte, every main file resolved
//! with what it includes, and pinned.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use plimsoll_model::{Config, Engine, Version};

use super::Document;
use crate::{Entry, Files, Outcome, Request};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/postgresql")
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

/// Reads a main file; absolute paths are taken from `root` on.
fn read(root: &str, main: &str, version: &str) -> Config {
    let request = Request {
        engine: Engine::Postgresql,
        version: Version::parse(version),
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
                    let below = need.path.strip_prefix("/").unwrap_or(&need.path);
                    files.insert(need.path.clone(), entry(&folder().join(root).join(below)));
                }
            }
        }
    }
}

fn shown(config: &Config) -> String {
    let mut out = String::new();
    for setting in config.settings.values() {
        let _ = writeln!(
            out,
            "{} = {} ({})",
            setting.name, setting.value, setting.display
        );
    }
    for problem in &config.problems {
        let fatal = if problem.fatal { " fatal" } else { "" };
        let _ = writeln!(out, "{} {:?}{fatal}", problem.place, problem.kind);
    }
    out
}

fn check(root: &str, main: &str, expected: &Expect) {
    expected.assert_eq(&shown(&read(root, main, "15")));
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
        assert_eq!(Document::parse(bytes.clone()).print(), bytes, "{path:?}");
    }
}

#[test]
fn a_stock_file_of_every_version_sets_nothing_wrong() {
    for version in ["12", "13", "14", "15", "16", "17", "18"] {
        let config = read(&format!("stock-{version}"), "postgresql.conf", version);
        assert_eq!(config.problems, [], "{version}");
    }
}

/// The same with every line that is commented out put in force: each version
/// knows every parameter of its own sample, and takes the value shown, but for
/// the empty `lc_messages`: 12, 16 and 18 do not start with that line.
#[test]
fn a_server_takes_every_line_of_its_own_sample() {
    for version in ["12", "13", "14", "15", "16", "17", "18"] {
        let path = folder().join(format!("stock-{version}/postgresql.conf"));
        let sample = fs::read_to_string(path).expect("the corpus is readable");
        let lines = sample.lines().map(|line| match line.strip_prefix('#') {
            Some(set) if is_setting(set) => set,
            Some(_) | None => line,
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        let request = Request {
            engine: Engine::Postgresql,
            version: Version::parse(version),
            main: PathBuf::from("postgresql.conf"),
            arguments: Vec::new(),
            instance: crate::Instance::default(),
        };
        let mut files = Files::new();
        files.insert("postgresql.conf", Entry::File(text.into_bytes().into()));
        files.insert("postgresql.auto.conf", Entry::Missing);
        let Outcome::Config(config) = crate::read(&request, &files) else {
            panic!("nothing is included");
        };
        let fatal = config.problems.iter().filter(|problem| problem.fatal);
        assert_eq!(fatal.collect::<Vec<_>>(), Vec::<&_>::new(), "{version}");
        assert!(config.settings.len() > 250, "{version}");
    }
}

/// `name = value` of a parameter; includes, and places that initdb fills in,
/// are none.
fn is_setting(line: &str) -> bool {
    let Some((name, value)) = line.split_once(" = ") else {
        return false;
    };
    let placeholder = value.starts_with("'ConfigDir") || name.starts_with("include");
    let refused = name == "lc_messages" && value.starts_with("''");
    let name_only = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    name_only && !placeholder && !refused
}

#[test]
fn debians_layout_has_its_data_elsewhere() {
    let main = "/etc/postgresql/15/main/postgresql.conf";
    check(
        "debian-15",
        main,
        &expect![[r"
        DateStyle = ISO, MDY (ISO, MDY)
        TimeZone = Etc/UTC (Etc/UTC)
        cluster_name = 15/main (15/main)
        data_directory = /var/lib/postgresql/15/main (/var/lib/postgresql/15/main)
        default_text_search_config = pg_catalog.english (pg_catalog.english)
        dynamic_shared_memory_type = posix (posix)
        external_pid_file = /var/run/postgresql/15-main.pid (/var/run/postgresql/15-main.pid)
        hba_file = /etc/postgresql/15/main/pg_hba.conf (/etc/postgresql/15/main/pg_hba.conf)
        ident_file = /etc/postgresql/15/main/pg_ident.conf (/etc/postgresql/15/main/pg_ident.conf)
        lc_messages = C.UTF-8 (C.UTF-8)
        lc_monetary = C.UTF-8 (C.UTF-8)
        lc_numeric = C.UTF-8 (C.UTF-8)
        lc_time = C.UTF-8 (C.UTF-8)
        log_line_prefix = %m [%p] %q%u@%d  (%m [%p] %q%u@%d )
        log_timezone = Etc/UTC (Etc/UTC)
        maintenance_work_mem = 1048576 (1GB)
        max_connections = 200 (200)
        max_wal_size = 1024 (1GB)
        min_wal_size = 80 (80MB)
        port = 5432 (5432)
        shared_buffers = 262144 (2GB)
        ssl = on (on)
        ssl_cert_file = /etc/ssl/certs/ssl-cert-snakeoil.pem (/etc/ssl/certs/ssl-cert-snakeoil.pem)
        ssl_key_file = /etc/ssl/private/ssl-cert-snakeoil.key (/etc/ssl/private/ssl-cert-snakeoil.key)
        unix_socket_directories = /var/run/postgresql (/var/run/postgresql)
        work_mem = 32768 (32MB)
        /etc/postgresql/15/main/postgresql.conf:65 ShadowedValue
        /etc/postgresql/15/main/postgresql.conf:127 ShadowedValue
        /etc/postgresql/15/main/conf.d/10-memory.conf:3 ShadowedValue
        /etc/postgresql/15/main/conf.d/9-connections.conf:1 ShadowedValue
    "]],
    );
}

#[test]
fn traps_of_precedence() {
    check(
        "traps/precedence",
        "postgresql.conf",
        &expect![[r"
        fsync = off (off)
        port = 5433 (5433)
        temp_buffers = 2048 (16MB)
        work_mem = 9216 (9MB)
        postgresql.conf:2 ShadowedValue
        postgresql.conf:3 ShadowedValue
        conf.d/10-a.conf:1 ShadowedValue
        conf.d/9-b.conf:2 ShadowedValue
        more/first.conf:1 ShadowedValue
    "]],
    );
}

#[test]
fn traps_of_values() {
    check(
        "traps/values",
        "postgresql.conf",
        &expect![[r#"
        DateStyle = German, DMY (German, DMY)
        archive_command = cp %p /archive/%f (cp %p /archive/%f)
        autovacuum = off (off)
        autovacuum_work_mem = -1 (-1)
        checkpoint_timeout = 1800 (30min)
        client_encoding = UTF8 (UTF8)
        cluster_name = o'er ?? (o'er ??)
        cpu_tuple_cost = 0.01 (0.01)
        fsync = on (on)
        log_file_mode = 416 (0640)
        log_min_messages = debug2 (debug2)
        maintenance_work_mem = 65536 (64MB)
        max_connections = 100 (100)
        my.own_thing = anything (anything)
        random_page_cost = 1.1 (1.1)
        search_path = "$user", public ("$user", public)
        shared_buffers = 16384 (128MB)
        statement_timeout = 90000 (90s)
        superuser_reserved_connections = 4 (4)
        temp_buffers = 1024 (8MB)
        wal_buffers = 4 (32kB)
        wal_compression = pglz (pglz)
        wal_level = logical (logical)
        work_mem = 1536 (1536kB)
        postgresql.conf:3 MissingUnit
        postgresql.conf:7 AdjustedValue
    "#]],
    );
}

#[test]
fn traps_that_the_server_refuses() {
    check(
        "traps/refused",
        "postgresql.conf",
        &expect![[r"
        wal_level = replica (replica)
        postgresql.conf:1 WrongUnit fatal
        postgresql.conf:2 WrongUnit fatal
        postgresql.conf:3 WrongUnit fatal
        postgresql.conf:4 Syntax fatal
        postgresql.conf:5 Syntax fatal
        postgresql.conf:6 Syntax fatal
        postgresql.conf:7 OutOfRange fatal
        postgresql.conf:8 UnknownParameter fatal
        postgresql.conf:9 Syntax fatal
        postgresql.conf:10 Syntax fatal
        postgresql.conf:12 NotSettableHere fatal
        postgresql.conf:13 BadValue fatal
        postgresql.conf:14 WrongUnit fatal
        postgresql.conf:15 BadValue fatal
        postgresql.conf:16 MissingInclude fatal
        postgresql.conf:17 Syntax fatal
    "]],
    );
}

#[test]
fn traps_of_bytes() {
    check(
        "traps/bytes",
        "postgresql.conf",
        &expect![[r"
        cluster_name = a?b (a?b)
        port = 5433 (5433)
        postgresql.conf:1 ByteOrderMark fatal
    "]],
    );
}
