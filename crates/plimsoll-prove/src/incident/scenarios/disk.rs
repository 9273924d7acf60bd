//! Full disks: WAL that cannot be archived, WAL that a slot holds, binary logs,
//! data and temporary files.

use anyhow::Result;
use plimsoll_lab::{Disk, Instance};
use plimsoll_model::{CauseClass, Layer};

use crate::incident::crowd::everyday;
use crate::incident::logging::Logging;
use crate::incident::scenario::Scenario;
use crate::incident::stage::{Stage, has_said, has_said_one, hours, settled};

const WAL: Scenario = Scenario {
    layers: &[Layer::Storage, Layer::Database],
    at_fault: &[Layer::Storage],
    kernel: None,
    ..Scenario::BASE
};

const ARCHIVE: Scenario = Scenario {
    class: CauseClass::DiskFullWalArchive,
    parameters: &["archive_command"],
    what: "The archive command fails, WAL stays and fills its file system: the server ends with a panic.",
    trouble: archive,
    ..WAL
};

const SLOT: Scenario = Scenario {
    class: CauseClass::DiskFullWalSlot,
    parameters: &["max_slot_wal_keep_size"],
    what: "A replication slot that nobody reads holds WAL until its file system is full: the server ends with a panic.",
    trouble: slot,
    ..WAL
};

const BINLOG: Scenario = Scenario {
    class: CauseClass::DiskFullBinlog,
    parameters: &["binlog_expire_logs_seconds", "expire_logs_days"],
    what: "Binary logs fill their file system: commits wait or the server stops logging.",
    trouble: binlog,
    ..WAL
};

const OTHER: Scenario = Scenario {
    class: CauseClass::DiskFullOther,
    layers: &[Layer::Storage],
    ..WAL
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "wal-archive-01",
        settings: &[
            ("archive_mode", "on"),
            ("archive_command", "/bin/false"),
            ("max_wal_size", "64MB"),
        ],
        logging: Logging::DEBIAN,
        ..ARCHIVE
    },
    Scenario {
        name: "wal-archive-02",
        server: "postgresql-12",
        settings: &[
            ("archive_mode", "on"),
            (
                "archive_command",
                "test ! -f /mnt/backup/%f && cp %p /mnt/backup/%f",
            ),
            ("max_wal_size", "64MB"),
        ],
        logging: Logging::CSV,
        hold_out: true,
        ..ARCHIVE
    },
    Scenario {
        name: "wal-archive-03",
        server: "postgresql-18",
        settings: &[
            ("archive_mode", "on"),
            ("archive_command", "exit 41"),
            ("max_wal_size", "64MB"),
        ],
        logging: Logging::BADGER,
        ..ARCHIVE
    },
    Scenario {
        name: "wal-slot-01",
        server: "postgresql-15",
        settings: &[
            ("wal_level", "logical"),
            ("max_wal_size", "64MB"),
            ("log_checkpoints", "on"),
        ],
        logging: Logging::JSON,
        ..SLOT
    },
    Scenario {
        name: "wal-slot-02",
        server: "postgresql-13",
        settings: &[
            ("max_wal_size", "64MB"),
            ("log_checkpoints", "on"),
            ("log_replication_commands", "on"),
        ],
        logging: Logging::RDS,
        hold_out: true,
        ..SLOT
    },
    Scenario {
        name: "wal-slot-03",
        server: "postgresql-17",
        settings: &[("wal_level", "logical"), ("max_wal_size", "64MB")],
        logging: Logging::CODES,
        ..SLOT
    },
    Scenario {
        name: "binlog-01",
        server: "mysql-9.7",
        settings: &[("log_bin", "../binlog/binlog"), ("max_binlog_size", "4M")],
        logging: Logging::NOTES,
        ..BINLOG
    },
    Scenario {
        name: "binlog-02",
        server: "mysql-9.7",
        settings: &[
            ("log_bin", "../binlog/binlog"),
            ("max_binlog_size", "1M"),
            ("sync_binlog", "0"),
        ],
        logging: Logging::SYSTEM_TIME,
        hold_out: true,
        ..BINLOG
    },
    Scenario {
        name: "data-full-01",
        server: "postgresql-14",
        settings: &[("max_wal_size", "64MB"), ("wal_keep_size", "0")],
        logging: Logging::BERLIN,
        what: "Rows fill the file system of the data folder: statements fail for want of space.",
        trouble: data,
        ..OTHER
    },
    Scenario {
        name: "data-full-02",
        server: "mariadb-11.8",
        settings: &[("innodb_log_file_size", "8M")],
        what: "Rows fill the file system of the data folder: the server says that it has no space left.",
        hold_out: true,
        trouble: data,
        ..OTHER
    },
    Scenario {
        name: "temp-full-01",
        settings: &[
            ("temp_file_limit", "-1"),
            ("work_mem", "1MB"),
            ("log_temp_files", "0"),
        ],
        logging: Logging::DEBIAN,
        what: "One sort writes temporary files until their file system is full: the statement fails.",
        trouble: temporary,
        ..OTHER
    },
];

/// Writes rows until the server refuses.
fn fill(instance: &Instance, rounds: u64) -> Result<()> {
    let mut session = instance.session()?;
    session.query("create table shipped (id int, note text)")?;
    for _ in 0..rounds {
        let written = session.query(
            "insert into shipped select g, repeat('parcel ', 30) from generate_series(1, 40000) g",
        );
        if written.is_err() {
            break;
        }
    }
    Ok(())
}

fn archive(stage: &mut Stage) -> Result<()> {
    let server = stage.server().on_disk(Disk::Within("pg_wal"), 96 << 20);
    let mut instance = server.start()?;
    everyday(&instance, &mut stage.seed)?;
    fill(&instance, 30)?;
    has_said(&instance, "No space left on device")?;
    settled(&mut instance);
    stage.keep(&instance)
}

fn slot(stage: &mut Stage) -> Result<()> {
    let server = stage.server().on_disk(Disk::Within("pg_wal"), 112 << 20);
    let mut instance = server.start()?;
    everyday(&instance, &mut stage.seed)?;
    stage.event(
        hours(26 * 24),
        "other",
        [
            "db1",
            "the reader of the replication slot was switched off",
            "a.ivanova",
        ],
    );
    let mut session = instance.session()?;
    if session.value("show wal_level")? == "logical" {
        session.query("select pg_create_logical_replication_slot('warehouse', 'test_decoding')")?;
    } else {
        session.query("select pg_create_physical_replication_slot('standby_2', true)")?;
    }
    drop(session);
    fill(&instance, 40)?;
    has_said(&instance, "No space left on device")?;
    settled(&mut instance);
    stage.keep(&instance)
}

fn binlog(stage: &mut Stage) -> Result<()> {
    let server = stage.server().on_disk(Disk::Beside("binlog"), 24 << 20);
    let instance = server.start()?;
    everyday(&instance, &mut stage.seed)?;
    let socket = &instance;
    std::thread::scope(|scope| {
        // The server may let a commit wait for space: it is ended with the scope's others.
        scope.spawn(move || {
            let Ok(mut session) = socket.session() else {
                return;
            };
            let table =
                "create table shop.shipped (id int primary key auto_increment, note varchar(1000))";
            if session.query(table).is_err() {
                return;
            }
            for _ in 0..60 {
                let rows = vec!["(repeat('parcel ', 120))"; 700].join(",");
                if session
                    .query(&format!("insert into shop.shipped (note) values {rows}"))
                    .is_err()
                {
                    break;
                }
            }
        });
        let said = has_said_one(socket, &["No space left", "Disk is full", "Disk full"]);
        // A waiting commit ends with its server.
        socket.send_all(plimsoll_lab::Sign::Kill);
        said
    })?;
    stage.keep(&instance)
}

fn data(stage: &mut Stage) -> Result<()> {
    let is_postgresql = stage.installed.engine == plimsoll_model::Engine::Postgresql;
    let megabytes = if is_postgresql { 240 } else { 200 };
    let server = stage.server().on_disk(Disk::Data, megabytes << 20);
    let instance = server.start()?;
    everyday(&instance, &mut stage.seed)?;
    if is_postgresql {
        fill(&instance, 40)?;
        has_said_one(
            &instance,
            &["No space left on device", "Check free disk space"],
        )?;
    } else {
        let mut session = instance.session()?;
        session.query(
            "create table shop.shipped (id int primary key auto_increment, note varchar(1000))",
        )?;
        session.query("insert into shop.shipped (note) values (repeat('parcel ', 120))")?;
        for _ in 0..20 {
            if session
                .query("insert into shop.shipped (note) select note from shop.shipped")
                .is_err()
            {
                break;
            }
        }
        has_said(&instance, "full")?;
    }
    stage.keep(&instance)
}

fn temporary(stage: &mut Stage) -> Result<()> {
    let server = stage.server().on_disk(Disk::Within("base"), 160 << 20);
    let mut instance = server.start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut session = instance.session()?;
    // Refused in the end, as it is meant to be.
    let _told = session.query("select count(*) from (select md5(g::text), repeat('x', 60) from generate_series(1, 3000000) g order by 1 offset 0) s");
    has_said(&instance, "No space left on device")?;
    settled(&mut instance);
    stage.keep(&instance)
}
