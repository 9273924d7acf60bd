//! Limits of the kernel and of the service manager: open files, processes, huge
//! pages, shared memory.

use anyhow::{Result, ensure};
use plimsoll_model::{CauseClass, Layer};

use crate::incident::app::{App, Shape};
use crate::incident::crowd::{everyday, idle};
use crate::incident::logging::Logging;
use crate::incident::scenario::{CONTAINER, Scenario};
use crate::incident::stage::{Stage, has_said, has_said_one, hours};

const LIMIT: Scenario = Scenario {
    class: CauseClass::KernelOrRuntimeLimit,
    layers: &[Layer::Kernel, Layer::Container],
    at_fault: &[Layer::Kernel],
    kernel: None,
    ..Scenario::BASE
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "huge-pages-01",
        settings: &[("huge_pages", "on")],
        logging: Logging::DEBIAN,
        what: "huge_pages is on and the kernel has set none aside: the server does not start.",
        layers: &[Layer::Kernel, Layer::Container, Layer::Database],
        trouble: |stage| no_start(stage, ""),
        ..LIMIT
    },
    Scenario {
        name: "huge-pages-02",
        server: "postgresql-13",
        settings: &[("huge_pages", "on"), ("shared_buffers", "1GB")],
        what: "After a move to another machine, which has no huge pages, the server does not start.",
        layers: &[Layer::Kernel, Layer::Container, Layer::Database],
        hold_out: true,
        trouble: |stage| no_start(stage, ""),
        ..LIMIT
    },
    Scenario {
        name: "open-files-01",
        server: "postgresql-15",
        logging: Logging::CODES,
        what: "The unit's limit of open files is far too low: the server does not start, or runs out.",
        trouble: |stage| no_start(stage, "--nofile=24"),
        ..LIMIT
    },
    Scenario {
        name: "open-files-02",
        hold_out: true,
        server: "mysql-9.7",
        logging: Logging::NOTES,
        what: "The unit's limit of open files is so low that InnoDB cannot open a file any more: the server ends itself while sessions come in.",
        trouble: open_sessions,
        ..LIMIT
    },
    Scenario {
        name: "processes-01",
        server: "postgresql-17",
        settings: &[("max_connections", "200")],
        logging: Logging::BERLIN,
        what: "The limit of processes of the server's user is reached: it cannot fork for new sessions.",
        group: CONTAINER,
        hold_out: true,
        trouble: processes,
        ..LIMIT
    },
    Scenario {
        name: "shm-size-01",
        server: "postgresql-16",
        settings: &[
            ("dynamic_shared_memory_type", "mmap"),
            ("max_parallel_workers_per_gather", "4"),
            ("min_parallel_table_scan_size", "0"),
            ("parallel_setup_cost", "0"),
            ("parallel_tuple_cost", "0"),
            ("work_mem", "64MB"),
        ],
        logging: Logging::BADGER,
        group: CONTAINER,
        what: "The file system of dynamic shared memory is too small for a parallel hash join: the statement fails.",
        trouble: shared_memory,
        ..LIMIT
    },
    Scenario {
        name: "shm-size-02",
        server: "postgresql-12",
        settings: &[
            ("dynamic_shared_memory_type", "mmap"),
            ("max_parallel_workers_per_gather", "2"),
            ("min_parallel_table_scan_size", "0"),
            ("parallel_setup_cost", "0"),
            ("parallel_tuple_cost", "0"),
            ("work_mem", "96MB"),
        ],
        logging: Logging::RDS,
        group: CONTAINER,
        what: "The file system of dynamic shared memory is too small for a parallel hash join: the statement fails.",
        hold_out: true,
        trouble: shared_memory,
        ..LIMIT
    },
];

fn no_start(stage: &mut Stage, limit: &str) -> Result<()> {
    let server = stage.server();
    let server = if limit.is_empty() {
        server
    } else {
        server.resource(limit)
    };
    let told = stage
        .scenario
        .settings
        .iter()
        .find(|(name, _)| *name == "huge_pages");
    if let Some((name, value)) = told {
        let told = format!("{name} = {value}; vm.nr_hugepages is 0 here");
        stage.event(hours(2), "config_change", ["db1", &told, "ansible"]);
    }
    let mut instance = server.launch()?;
    let status = instance.wait_for_end()?;
    ensure!(!status.success(), "it started");
    stage.keep(&instance)
}

fn open_sessions(stage: &mut Stage) -> Result<()> {
    let server = stage.server().resource("--nofile=90:90");
    let instance = server.start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut app = App::new(Shape::Python);
    app.started("3.2.1");
    let (open, refused) = idle(&instance, 100);
    ensure!(!refused.is_empty(), "no session was refused");
    for told in &refused {
        app.failed(told, &mut stage.seed);
    }
    drop(open);
    has_said_one(&instance, &["max_open_files", "hanged limits"])?;
    stage.keep(&instance)?;
    stage.file("app.log", app.log());
    Ok(())
}

fn processes(stage: &mut Stage) -> Result<()> {
    let server = stage.server().resource("--nproc=40:40");
    let instance = server.start()?;
    everyday(&instance, &mut stage.seed)?;
    let (open, refused) = idle(&instance, 80);
    ensure!(!refused.is_empty(), "no session was refused");
    drop(open);
    has_said(&instance, "could not fork")?;
    stage.keep(&instance)
}

fn shared_memory(stage: &mut Stage) -> Result<()> {
    let server = stage
        .server()
        .on_disk(plimsoll_lab::Disk::Within("pg_dynshmem"), 8 << 20);
    let instance = server.start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut session = instance.session()?;
    session.query(
        "create table parts as select g as id, md5(g::text) as token from generate_series(1, 400000) g; analyze parts",
    )?;
    // Refused, as it is meant to be.
    let _told = session.query(
        "set enable_mergejoin = off; set enable_nestloop = off; \
        select count(*) from parts a join parts b on a.token = b.token",
    );
    has_said(&instance, "No space left on device")?;
    stage.keep(&instance)
}
