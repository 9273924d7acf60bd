//! PostgreSQL's parameters that ask for more than the limit: the kernel kills.

use anyhow::Result;
use plimsoll_lab::Instance;
use plimsoll_model::{CauseClass, Layer};

use crate::incident::crowd::{crowd, everyday, idle};
use crate::incident::kernel::KernelWords;
use crate::incident::logging::Logging;
use crate::incident::scenario::{CONTAINER, POD, Scenario};
use crate::incident::stage::{Stage, all_gone, has_said, hours, was_killed};

pub(super) const MEMORY: Scenario = Scenario {
    class: CauseClass::MemoryConfig,
    layers: &[Layer::Database],
    at_fault: &[Layer::Database],
    limit_mb: Some(256),
    is_configured: true,
    ..Scenario::BASE
};

const SORTS: Scenario = Scenario {
    parameters: &["work_mem"],
    what: "Sessions sort at once, each within a work_mem that their sum does not fit: the kernel killed a backend for the group's limit.",
    trouble: sorts,
    ..MEMORY
};

const HASHES: Scenario = Scenario {
    parameters: &["hash_mem_multiplier", "work_mem"],
    what: "Hash aggregates take work_mem times hash_mem_multiplier each: the kernel killed a backend for the group's limit.",
    trouble: hashes,
    ..MEMORY
};

const BUFFERS: Scenario = Scenario {
    parameters: &["shared_buffers"],
    what: "shared_buffers is larger than the group's limit; as tables came in, it filled until the kernel killed.",
    trouble: buffers,
    ..MEMORY
};

const INDEXES: Scenario = Scenario {
    parameters: &["maintenance_work_mem"],
    what: "Several indexes are built at once, each within maintenance_work_mem: the kernel killed a backend for the group's limit.",
    trouble: indexes,
    ..MEMORY
};

const TEMPORARY: Scenario = Scenario {
    parameters: &["temp_buffers"],
    what: "Sessions fill temporary tables within temp_buffers: the kernel killed a backend for the group's limit.",
    trouble: temporary,
    ..MEMORY
};

const IDLE: Scenario = Scenario {
    parameters: &["max_connections"],
    what: "Hundreds of sessions stay open after a little work; what each keeps adds up to the group's limit and the kernel killed.",
    trouble: idle_sessions,
    ..MEMORY
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "work-mem-sessions-01",
        settings: &[("work_mem", "64MB")],
        logging: Logging::BADGER,
        ..SORTS
    },
    Scenario {
        name: "work-mem-sessions-02",
        server: "postgresql-13",
        settings: &[("work_mem", "128MB"), ("shared_buffers", "32MB")],
        kernel: Some(KernelWords::Syslog),
        logging: Logging::DEBIAN,
        hold_out: true,
        ..SORTS
    },
    Scenario {
        name: "work-mem-sessions-03",
        server: "postgresql-18",
        settings: &[("work_mem", "96MB")],
        kernel: Some(KernelWords::SyslogIso),
        logging: Logging::JSON,
        group: POD,
        trouble: |stage| after_change(stage, "work_mem = 8MB -> 96MB", sorts),
        ..SORTS
    },
    Scenario {
        name: "work-mem-sessions-04",
        server: "postgresql-12",
        settings: &[("work_mem", "80MB")],
        kernel: None,
        logging: Logging::CSV,
        group: CONTAINER,
        hold_out: true,
        trouble: |stage| {
            after_change(
                stage,
                "work_mem: 4MB -> 80MB for the month's reports",
                sorts,
            )
        },
        ..SORTS
    },
    Scenario {
        name: "hash-mem-01",
        server: "postgresql-15",
        settings: &[("work_mem", "16MB"), ("hash_mem_multiplier", "8")],
        kernel: Some(KernelWords::DmesgHuman),
        logging: Logging::BERLIN,
        ..HASHES
    },
    Scenario {
        name: "hash-mem-02",
        server: "postgresql-17",
        settings: &[("work_mem", "24MB"), ("hash_mem_multiplier", "6")],
        kernel: Some(KernelWords::Journal),
        logging: Logging::CODES,
        hold_out: true,
        group: CONTAINER,
        ..HASHES
    },
    Scenario {
        name: "shared-buffers-01",
        server: "postgresql-14",
        settings: &[("shared_buffers", "1GB"), ("max_wal_size", "2GB")],
        logging: Logging::CODES,
        group: CONTAINER,
        ..BUFFERS
    },
    Scenario {
        name: "shared-buffers-02",
        settings: &[("shared_buffers", "2GB"), ("max_wal_size", "2GB")],
        kernel: Some(KernelWords::Journal),
        logging: Logging::CSV_TOKYO,
        group: POD,
        hold_out: true,
        trouble: |stage| after_change(stage, "shared_buffers = 128MB -> 2GB", buffers),
        ..BUFFERS
    },
    Scenario {
        name: "maintenance-work-mem-01",
        settings: &[("maintenance_work_mem", "512MB"), ("max_wal_size", "2GB")],
        kernel: Some(KernelWords::SyslogIso),
        logging: Logging::RDS,
        ..INDEXES
    },
    Scenario {
        name: "maintenance-work-mem-02",
        server: "postgresql-12",
        settings: &[("maintenance_work_mem", "1GB"), ("max_wal_size", "2GB")],
        kernel: Some(KernelWords::Dmesg),
        logging: Logging::EPOCH,
        hold_out: true,
        ..INDEXES
    },
    Scenario {
        name: "temp-buffers-01",
        server: "postgresql-17",
        settings: &[("temp_buffers", "128MB")],
        kernel: Some(KernelWords::DmesgHuman),
        logging: Logging::RED_HAT,
        ..TEMPORARY
    },
    Scenario {
        name: "idle-sessions-01",
        server: "postgresql-15",
        settings: &[("max_connections", "600")],
        limit_mb: Some(300),
        kernel: Some(KernelWords::Syslog),
        logging: Logging::DEBIAN,
        hold_out: true,
        ..IDLE
    },
];

/// The evening before, somebody changed it.
pub(super) fn after_change(
    stage: &mut Stage,
    told: &str,
    trouble: fn(&mut Stage) -> Result<()>,
) -> Result<()> {
    stage.event(hours(14), "config_change", ["db1", told, "m.keller"]);
    stage.event(
        hours(14),
        "restart",
        ["db1", "restart after the change", "m.keller"],
    );
    trouble(stage)
}

/// Keeps a PostgreSQL that was hit and came back by itself.
pub(super) fn hit(stage: &mut Stage, mut instance: Instance) -> Result<()> {
    was_killed(&instance)?;
    has_said(&instance, "by signal 9")?;
    instance.await_ready()?;
    stage.keep(&instance)
}

/// Keeps a server that was killed as a whole and is started again.
pub(super) fn killed(stage: &mut Stage, mut instance: Instance) -> Result<()> {
    was_killed(&instance)?;
    instance.wait_for_end()?;
    all_gone(&instance)?;
    stage.server().restart(&mut instance)?;
    stage.keep(&instance)
}

fn sorts(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let rows = 900_000 + stage.seed.number(100_000);
    crowd(&instance, 8, |number| {
        vec![format!(
            "select count(*) from (select md5((g + {number})::text) as token, 'customer ' || g as name \
             from generate_series(1, {rows}) g order by 1 offset 0) s"
        )]
    });
    hit(stage, instance)
}

fn hashes(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let rows = 900_000 + stage.seed.number(100_000);
    crowd(&instance, 8, |number| {
        vec![format!(
            "set enable_sort = off; select count(*) from (select md5((g + {number})::text) as token, count(*) \
             from generate_series(1, {rows}) g group by 1 offset 0) s"
        )]
    });
    hit(stage, instance)
}

fn buffers(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    crowd(&instance, 3, |number| {
        vec![
            format!("create table history_{number} (id int, note text)"),
            format!(
                "insert into history_{number} select g, repeat('entry ', 40) from generate_series(1, 600000) g"
            ),
        ]
    });
    hit(stage, instance)
}

fn indexes(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut session = instance.session()?;
    session.query(
        "create table readings (id int, token text, place text); \
         insert into readings select g, md5(g::text), md5((g * 7)::text) from generate_series(1, 1200000) g",
    )?;
    drop(session);
    crowd(&instance, 6, |number| {
        let columns = [
            "token",
            "place",
            "token, id",
            "place, id",
            "token, place",
            "place, token",
        ];
        vec![format!(
            "create index readings_{number} on readings ({})",
            columns[number as usize]
        )]
    });
    hit(stage, instance)
}

fn temporary(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    crowd(&instance, 6, |_| {
        vec![
            "create temporary table basket (id int, note text)".to_owned(),
            "insert into basket select g, repeat('line ', 60) from generate_series(1, 400000) g"
                .to_owned(),
            "select count(*) from basket".to_owned(),
        ]
    });
    hit(stage, instance)
}

fn idle_sessions(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let (mut open, _) = idle(&instance, 500);
    for session in &mut open {
        let warmed = session.query("select count(*) from information_schema.columns c join pg_class on relname = c.table_name");
        if warmed.is_err() {
            break;
        }
    }
    drop(open);
    // The parent process alone may be what the kernel chose.
    killed(stage, instance)
}
