//! Memory that no parameter asked for beyond reason: a limit that is too small,
//! another process, one statement, a start that cannot have what it wants.

use std::path::Path;
use std::process::Child;

use anyhow::{Result, ensure};
use plimsoll_lab::Instance;
use plimsoll_model::{CauseClass, Engine, Layer};

use super::memory_config::{hit, killed};
use crate::incident::crowd::{crowd, everyday};
use crate::incident::kernel::KernelWords;
use crate::incident::logging::Logging;
use crate::incident::scenario::{CONTAINER, POD, Scenario};
use crate::incident::stage::{Stage, has_said, hours, was_killed};

const SMALL: Scenario = Scenario {
    class: CauseClass::MemoryLimitOrHostTooSmall,
    layers: &[Layer::Container, Layer::Kernel],
    at_fault: &[Layer::Container],
    group: CONTAINER,
    what: "A server with stock parameters in a container whose limit is too small for everyday work: the kernel killed.",
    trouble: too_small,
    is_configured: true,
    ..Scenario::BASE
};

const OTHER: Scenario = Scenario {
    class: CauseClass::MemoryOtherProcess,
    layers: &[Layer::Kernel],
    at_fault: &[Layer::Kernel],
    limit_mb: Some(400),
    what: "Another process in the group took the memory that was free; the database is modest.",
    is_configured: true,
    ..Scenario::BASE
};

const QUERY: Scenario = Scenario {
    class: CauseClass::MemoryQueryOrExtension,
    layers: &[Layer::Application, Layer::Database],
    at_fault: &[Layer::Application],
    limit_mb: Some(400),
    what: "One statement builds one huge value, which no parameter limits: the kernel killed its backend.",
    is_configured: true,
    ..Scenario::BASE
};

const START: Scenario = Scenario {
    class: CauseClass::MemoryStartupAlloc,
    layers: &[Layer::Database],
    at_fault: &[Layer::Database],
    what: "After a change of its buffers the server cannot get its memory at start.",
    ..Scenario::BASE
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "limit-too-small-01",
        limit_mb: Some(40),
        logging: Logging::CODES,
        ..SMALL
    },
    Scenario {
        name: "limit-too-small-02",
        server: "postgresql-18",
        limit_mb: Some(48),
        logging: Logging::JSON,
        kernel: Some(KernelWords::Journal),
        group: POD,
        hold_out: true,
        ..SMALL
    },
    Scenario {
        name: "limit-too-small-03",
        server: "mariadb-10.11",
        limit_mb: Some(110),
        kernel: Some(KernelWords::SyslogIso),
        trouble: server_too_small,
        ..SMALL
    },
    Scenario {
        name: "limit-too-small-04",
        server: "mysql-9.7",
        limit_mb: Some(520),
        kernel: Some(KernelWords::DmesgHuman),
        logging: Logging::ERRORS,
        group: POD,
        hold_out: true,
        trouble: server_too_small,
        ..SMALL
    },
    Scenario {
        name: "other-process-01",
        logging: Logging::DEBIAN,
        kernel: Some(KernelWords::Syslog),
        trouble: |stage| beside(stage, "perl", false),
        ..OTHER
    },
    Scenario {
        name: "other-process-02",
        server: "postgresql-14",
        logging: Logging::BADGER,
        kernel: Some(KernelWords::Journal),
        hold_out: true,
        what: "Another process in the group holds most of the memory; as the database did its everyday work the kernel killed one of the two.",
        trouble: |stage| beside(stage, "node", true),
        ..OTHER
    },
    Scenario {
        name: "other-process-03",
        server: "mariadb-11.8",
        kernel: Some(KernelWords::Dmesg),
        trouble: |stage| beside(stage, "java", false),
        ..OTHER
    },
    Scenario {
        name: "other-process-04",
        server: "mysql-9.7",
        limit_mb: Some(900),
        logging: Logging::NOTES,
        kernel: Some(KernelWords::SyslogIso),
        hold_out: true,
        trouble: |stage| beside(stage, "restic", false),
        ..OTHER
    },
    Scenario {
        name: "one-value-01",
        logging: Logging::BADGER,
        trouble: |stage| {
            statement(
                stage,
                "select length(string_agg(md5(g::text) || repeat('x', 200), ',')) from generate_series(1, 6000000) g",
            )
        },
        ..QUERY
    },
    Scenario {
        name: "one-value-02",
        server: "postgresql-13",
        logging: Logging::CSV,
        kernel: Some(KernelWords::SyslogIso),
        hold_out: true,
        trouble: |stage| {
            statement(
                stage,
                "select array_length(array_agg(md5(g::text) || repeat('y', 100)), 1) from generate_series(1, 6000000) g",
            )
        },
        ..QUERY
    },
    Scenario {
        name: "one-value-03",
        server: "postgresql-17",
        logging: Logging::JSON,
        kernel: Some(KernelWords::DmesgHuman),
        group: POD,
        trouble: |stage| {
            statement(
                stage,
                "select length(jsonb_agg(jsonb_build_object('id', g, 'token', md5(g::text)))::text) from generate_series(1, 3000000) g",
            )
        },
        ..QUERY
    },
    Scenario {
        name: "one-list-01",
        server: "postgresql-15",
        logging: Logging::BERLIN,
        kernel: Some(KernelWords::Syslog),
        hold_out: true,
        what: "An application sends a list of millions of values in one statement: parsing it took what no parameter limits.",
        trouble: list,
        ..QUERY
    },
    Scenario {
        name: "request-size-01",
        logging: Logging::DEBIAN,
        kernel: None,
        what: "One statement builds a value above 1 GB: the server refuses the request, the session fails, the server lives.",
        limit_mb: None,
        trouble: request,
        ..QUERY
    },
    Scenario {
        name: "start-memory-01",
        kernel: None,
        parameters: &["shared_buffers"],
        logging: Logging::DEBIAN,
        trouble: |stage| no_start(stage, ("shared_buffers", "3000GB"), "", ""),
        ..START
    },
    Scenario {
        name: "start-memory-02",
        server: "postgresql-12",
        kernel: None,
        parameters: &["shared_buffers"],
        hold_out: true,
        trouble: |stage| no_start(stage, ("shared_buffers", "6GB"), "--as=2000000000", ""),
        ..START
    },
    Scenario {
        name: "start-memory-03",
        server: "mariadb-11.8",
        kernel: None,
        parameters: &["innodb_buffer_pool_size"],
        trouble: |stage| {
            no_start(
                stage,
                ("innodb_buffer_pool_size", "9000G"),
                "",
                "innodb_buffer_pool_size_max",
            )
        },
        ..START
    },
    Scenario {
        name: "start-memory-04",
        server: "mysql-9.7",
        kernel: None,
        parameters: &["innodb_buffer_pool_size"],
        logging: Logging::NOTES,
        hold_out: true,
        trouble: |stage| {
            no_start(
                stage,
                ("innodb_buffer_pool_size", "6G"),
                "--as=4000000000",
                "",
            )
        },
        ..START
    },
    Scenario {
        name: "start-memory-05",
        server: "postgresql-18",
        kernel: None,
        parameters: &["max_connections", "shared_buffers"],
        logging: Logging::BERLIN,
        trouble: |stage| no_start(stage, ("max_connections", "200000"), "--as=3000000000", ""),
        ..START
    },
];

fn too_small(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    crowd(&instance, 12, |number| {
        vec![
            format!("create table visits_{number} (id int primary key, note text)"),
            format!(
                "insert into visits_{number} select g, md5(g::text) from generate_series(1, 60000) g"
            ),
            format!(
                "select count(*) from (select note from visits_{number} order by 1 offset 0) s"
            ),
        ]
    });
    was_killed(&instance)?;
    came_back(stage, instance)
}

/// As it ended: by itself on its feet again, or started anew.
fn came_back(stage: &mut Stage, mut instance: Instance) -> Result<()> {
    if instance.await_ready().is_ok() {
        return stage.keep(&instance);
    }
    killed(stage, instance)
}

fn server_too_small(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    crowd(&instance, 8, |number| {
        let table = format!("shop.visits_{number}");
        let mut work = vec![
            format!("create table {table} (id int primary key auto_increment, note varchar(500))"),
            format!("insert into {table} (note) values (repeat('visit ', 60))"),
        ];
        let double = format!("insert into {table} (note) select note from {table}");
        work.extend(std::iter::repeat_n(double, 17));
        work
    });
    killed(stage, instance)
}

/// A program that takes more and more, under a name; the database works meanwhile.
fn beside(stage: &mut Stage, name: &str, holds: bool) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut other = greedy(&instance, name, holds.then_some(330))?;
    let is_postgresql = stage.installed.engine == Engine::Postgresql;
    if holds {
        crowd(&instance, 10, |_| {
            vec![
            "select count(*) from (select md5(g::text) from generate_series(1, 300000) g order by 1 offset 0) s".to_owned(),
        ]
        });
    } else {
        let _ended = other.wait();
    }
    was_killed(&instance)?;
    if !holds && is_postgresql {
        let mut session = instance.session()?;
        session.value("select count(*) from pg_class")?;
    }
    let kept = stage.keep(&instance);
    let _gone_already = other.kill();
    let _reaped = other.wait();
    kept
}

/// A process of that name in the server's group, which takes a megabyte at a time: up to so
/// many, or without end.
fn greedy(instance: &Instance, name: &str, megabytes: Option<u64>) -> Result<Child> {
    let own = instance.folder().join(name);
    std::os::unix::fs::symlink("/usr/bin/perl", &own)?;
    let most = megabytes.unwrap_or(1 << 20);
    let script = format!("push @a, 'x' x 1048576 for 1..{most}; sleep 600");
    let mut command = instance.neighbour(Path::new(&own))?;
    let child = command.args(["-e", &script]).spawn()?;
    if let (Some(most), Some(group)) = (megabytes, instance.cgroup()) {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
        while group.memory()?.anon_bytes < (most << 20) {
            ensure!(std::time::Instant::now() < until, "it does not grow");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
    Ok(child)
}

fn statement(stage: &mut Stage, sql: &str) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    crowd(&instance, 1, |_| vec![sql.to_owned()]);
    hit(stage, instance)
}

fn list(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let numbers: Vec<String> = (1..4_000_000).map(|n: u32| n.to_string()).collect();
    let sql = format!(
        "select count(*) from pg_class where oid in ({})",
        numbers.join(",")
    );
    crowd(&instance, 1, |_| vec![sql.clone()]);
    hit(stage, instance)
}

fn request(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    crowd(&instance, 1, |_| {
        vec![
            "select length(string_agg(repeat('z', 1000000), ',')) from generate_series(1, 1200) g"
                .to_owned(),
        ]
    });
    has_said(&instance, "ERROR")?;
    let mut session = instance.session()?;
    session.value("select 1")?;
    stage.keep(&instance)
}

/// A server that ran, and does not start with another value, under a limit of its own where one
/// is given; `and` is a parameter that is set alike.
fn no_start(stage: &mut Stage, (name, value): (&str, &str), limit: &str, and: &str) -> Result<()> {
    let mut instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    instance.send(super::files::stop_sign(stage));
    instance.wait_for_end()?;
    let told = format!("{name} = {value}");
    stage.event(hours(1), "config_change", ["db1", &told, "s.okafor"]);
    let mut server = stage.server().set(name, value);
    if !and.is_empty() {
        server = server.set(and, value);
    }
    if !limit.is_empty() {
        server = server.resource(limit);
    }
    server.relaunch(&mut instance)?;
    let status = instance.wait_for_end()?;
    ensure!(!status.success(), "it started");
    stage.keep(&instance)
}
