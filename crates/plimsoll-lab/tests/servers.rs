//! Every installed server starts, answers, is measured, and leaves nothing behind.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test, which names what it skips"
)]

use plimsoll_lab::{
    Disk, Installed, KernelMark, LabError, Sampler, Server, Sign, unexpected_lines,
};
use plimsoll_model::Engine;
use std::path::Path;

/// Every series the project stands on; what is missing here is named and skipped.
const EXPECTED: &[&str] = &[
    "postgresql-12",
    "postgresql-13",
    "postgresql-14",
    "postgresql-15",
    "postgresql-15-debian",
    "postgresql-16",
    "postgresql-17",
    "postgresql-18",
    "mariadb-10.11",
    "mariadb-11.8",
    "mysql-9.7",
];

/// The chosen servers that are installed.
fn installed(names: &[&str]) -> Vec<Installed> {
    let found = names.iter().map(|name| (name, Installed::find(name)));
    found
        .filter_map(|(name, server)| match server {
            Ok(server) => Some(server),
            Err(error) => {
                eprintln!("skipped: {name} ({error})");
                None
            }
        })
        .collect()
}

#[test]
fn every_server_starts_answers_and_leaves_nothing() {
    for server in installed(EXPECTED) {
        let started = std::time::Instant::now();
        let instance = Server::new(&server)
            .set("max_connections", "33")
            .start()
            .unwrap();
        eprintln!("{}: started in {:?}", server.name, started.elapsed());
        let mut session = instance.session().unwrap();
        let (show, version) = match server.engine {
            Engine::Postgresql => ("show max_connections", "show server_version"),
            Engine::Mysql | Engine::Mariadb => ("select @@max_connections", "select version()"),
        };
        assert_eq!(session.value(show).unwrap(), "33", "{}", server.name);
        let version = session.value(version).unwrap();
        assert!(version.starts_with(&server.series.to_string()), "{version}");
        drop(session);
        let data = instance.data_folder().to_owned();
        let pid = instance.pid();
        let log = instance.stop().unwrap();
        assert_eq!(
            unexpected_lines(server.engine, &log, &["administrator command"]),
            [""; 0],
            "{}",
            server.name
        );
        assert!(!data.exists());
        assert!(!Path::new(&format!("/proc/{pid}")).exists());
    }
}

#[test]
fn memory_of_a_group_grows_with_what_a_session_takes() {
    for server in installed(&["postgresql-16", "mariadb-10.11"]) {
        let instance = Server::new(&server).start().unwrap();
        let Some(group) = instance.cgroup() else {
            eprintln!("skipped: measuring {} (no memory cgroup here)", server.name);
            continue;
        };
        let before = group.memory().unwrap();
        let mut session = instance.session().unwrap();
        let sampler = Sampler::start(group);
        let sql = match server.engine {
            Engine::Postgresql => "select length(repeat('x', 200000000))",
            Engine::Mysql | Engine::Mariadb => "set global max_allowed_packet=1073741824; select 1",
        };
        session.query(sql).unwrap();
        if server.engine != Engine::Postgresql {
            // The packet's limit holds for sessions that begin after it was raised.
            let mut session = instance.session().unwrap();
            session
                .query("select length(repeat('x', 200000000))")
                .unwrap();
        }
        let peak = sampler.stop().memory;
        assert!(before.anon_bytes > 1 << 20, "{before:?}");
        assert!(
            peak.anon_bytes > before.anon_bytes + 190_000_000,
            "{before:?} {peak:?}"
        );
    }
}

#[test]
fn a_server_over_its_limit_is_killed_and_counted() {
    for server in installed(&["postgresql-16"]) {
        let limit = 64 << 20;
        let instance = match Server::new(&server).limit_bytes(limit).start() {
            Err(plimsoll_lab::LabError::Cgroup(why)) => {
                eprintln!("skipped: a limit for {} ({why})", server.name);
                continue;
            }
            other => other.unwrap(),
        };
        let mut session = instance.session().unwrap();
        let cut = session.query("select length(repeat('x', 200000000))");
        assert!(cut.is_err(), "{cut:?}");
        assert_eq!(instance.cgroup().unwrap().oom_kills().unwrap(), 1);
        instance.wait_for_log("terminated by signal 9").unwrap();
    }
}

#[test]
fn a_server_that_refuses_to_start_says_why() {
    for server in installed(&["postgresql-16", "mysql-9.7"]) {
        let error = Server::new(&server)
            .set("no_such_parameter", "1")
            .start()
            .unwrap_err();
        let said = error.to_string();
        assert!(
            said.contains("no_such_parameter") || said.contains("no-such"),
            "{said}"
        );
    }
}

#[test]
fn a_stopped_server_is_started_again_on_its_data_and_log() {
    for server in installed(&["postgresql-16"]) {
        let server = Server::new(&server);
        let mut instance = server.start().unwrap();
        let mut session = instance.session().unwrap();
        session.query("create table kept (id int)").unwrap();
        instance.send(Sign::Interrupt);
        assert!(instance.wait_for_end().unwrap().success());
        server.restart(&mut instance).unwrap();
        let mut session = instance.session().unwrap();
        assert_eq!(session.value("select count(*) from kept").unwrap(), "0");
        assert_eq!(instance.log().matches("starting PostgreSQL").count(), 2);
    }
}

#[test]
fn a_small_disk_fills_up_and_is_gone_with_its_server() {
    for server in installed(&["postgresql-16"]) {
        let server = Server::new(&server).on_disk(Disk::Within("pg_wal"), 40 << 20);
        let instance = match server.start() {
            Err(LabError::Program { said, .. }) => {
                eprintln!("skipped: a small disk ({said})");
                continue;
            }
            other => other.unwrap(),
        };
        let wal = instance.data_folder().join("pg_wal").display().to_string();
        let is_mounted = || {
            std::fs::read_to_string("/proc/mounts")
                .unwrap()
                .contains(&wal)
        };
        assert!(is_mounted());
        let mut session = instance.session().unwrap();
        let filled = session.query(
            "create table a (t text); insert into a select repeat('x', 1000) from generate_series(1, 80000)",
        );
        assert!(filled.is_err(), "{filled:?}");
        instance.wait_for_log("No space left on device").unwrap();
        drop(instance);
        assert!(!is_mounted());
    }
}

#[test]
fn the_kernel_tells_of_a_kill_since_a_mark() {
    for server in installed(&["postgresql-16"]) {
        let mark = KernelMark::now().unwrap();
        let Ok(instance) = Server::new(&server).limit_bytes(64 << 20).start() else {
            eprintln!("skipped: a limit (no memory cgroup here)");
            continue;
        };
        let mut session = instance.session().unwrap();
        let cut = session.query("select length(repeat('x', 200000000))");
        assert!(cut.is_err(), "{cut:?}");
        let group = instance.cgroup().unwrap().name();
        match mark.lines() {
            Ok(lines) => assert!(lines.iter().any(|line| line.text.contains(&group))),
            Err(error) => eprintln!("skipped: the kernel's log ({error})"),
        }
    }
}

#[test]
fn one_shot_programs_answer() {
    for server in installed(&["mariadb-10.11", "mysql-9.7"]) {
        let said = server
            .run("my_print_defaults", ["--no-defaults", "mysqld"])
            .unwrap();
        assert!(said.status.success(), "{}: {said:?}", server.name);
    }
}

#[test]
fn an_absent_server_is_said_with_the_command_that_gets_it() {
    let error = Installed::find("postgresql-9").unwrap_err().to_string();
    assert!(
        error.contains("cargo xtask servers postgresql-9"),
        "{error}"
    );
}
