//! Parameters that do not fit the work, without a word of memory: redo logs, the
//! table of locks, backups, vacuum.

use anyhow::Result;
use plimsoll_model::{CauseClass, Layer};

use crate::incident::crowd::{crowd, everyday};
use crate::incident::logging::Logging;
use crate::incident::scenario::Scenario;
use crate::incident::stage::{Stage, has_said};

const DATABASE: Scenario = Scenario {
    layers: &[Layer::Database],
    at_fault: &[Layer::Database],
    kernel: None,
    ..Scenario::BASE
};

const REDO: Scenario = Scenario {
    class: CauseClass::RedoConfig,
    parameters: &["max_wal_size"],
    what: "max_wal_size is far too small for the writes: checkpoint follows checkpoint.",
    trouble: checkpoints,
    ..DATABASE
};

const LOCKS: Scenario = Scenario {
    class: CauseClass::LockTableConfig,
    parameters: &["max_locks_per_transaction"],
    what: "A transaction touches thousands of tables (a dump, partitions): the table of locks has no room.",
    trouble: locks,
    ..DATABASE
};

const BACKUP: Scenario = Scenario {
    class: CauseClass::BackupConfig,
    ..DATABASE
};

const VACUUM: Scenario = Scenario {
    class: CauseClass::AutovacuumBlocked,
    what: "A transaction that was left open holds the oldest snapshot: vacuum removes nothing and the tables grow.",
    layers: &[Layer::Database, Layer::Application],
    trouble: |stage| blocked(stage, Held::Transaction),
    ..DATABASE
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "small-wal-01",
        settings: &[
            ("max_wal_size", "32MB"),
            ("min_wal_size", "32MB"),
            ("log_checkpoints", "on"),
        ],
        logging: Logging::DEBIAN,
        ..REDO
    },
    Scenario {
        name: "small-wal-02",
        server: "postgresql-13",
        settings: &[
            ("max_wal_size", "48MB"),
            ("min_wal_size", "32MB"),
            ("checkpoint_warning", "5min"),
        ],
        logging: Logging::CSV,
        hold_out: true,
        ..REDO
    },
    Scenario {
        name: "small-redo-01",
        server: "mysql-9.7",
        parameters: &["innodb_redo_log_capacity"],
        settings: &[
            ("innodb_redo_log_capacity", "8M"),
            ("disable_log_bin", "ON"),
            ("max_allowed_packet", "256M"),
        ],
        logging: Logging::NOTES,
        what: "The redo log is far too small for large values: the server warns or refuses them.",
        trouble: redo,
        ..REDO
    },
    Scenario {
        name: "lock-table-01",
        settings: &[
            ("max_locks_per_transaction", "10"),
            ("max_connections", "20"),
        ],
        logging: Logging::BADGER,
        ..LOCKS
    },
    Scenario {
        name: "lock-table-02",
        server: "postgresql-12",
        settings: &[
            ("max_locks_per_transaction", "16"),
            ("max_connections", "20"),
        ],
        logging: Logging::RED_HAT,
        hold_out: true,
        ..LOCKS
    },
    Scenario {
        name: "lock-table-03",
        server: "postgresql-18",
        settings: &[
            ("max_locks_per_transaction", "12"),
            ("max_connections", "20"),
        ],
        logging: Logging::JSON,
        ..LOCKS
    },
    Scenario {
        name: "backup-senders-01",
        server: "postgresql-15-debian",
        parameters: &["max_wal_senders"],
        settings: &[
            ("max_wal_senders", "0"),
            ("wal_level", "replica"),
            ("log_replication_commands", "on"),
        ],
        logging: Logging::DEBIAN,
        what: "pg_basebackup asks for a replication session and max_wal_senders is 0: every night's backup fails.",
        trouble: base_backup,
        ..BACKUP
    },
    Scenario {
        name: "backup-level-01",
        server: "postgresql-14",
        parameters: &["wal_level"],
        settings: &[("wal_level", "minimal"), ("max_wal_senders", "0")],
        logging: Logging::BERLIN,
        what: "A backup is begun and wal_level is minimal: it is refused every night.",
        hold_out: true,
        trouble: |stage| refused(stage, "select pg_start_backup('nightly', true)"),
        ..BACKUP
    },
    Scenario {
        name: "backup-level-02",
        server: "postgresql-18",
        parameters: &["wal_level"],
        settings: &[("wal_level", "minimal"), ("max_wal_senders", "0")],
        logging: Logging::CODES,
        what: "A backup is begun and wal_level is minimal: it is refused every night.",
        trouble: |stage| refused(stage, "select pg_backup_start('nightly', true)"),
        ..BACKUP
    },
    Scenario {
        name: "held-snapshot-01",
        logging: Logging::DEBIAN,
        settings: &[
            ("autovacuum_naptime", "1"),
            ("log_autovacuum_min_duration", "0"),
            ("autovacuum_vacuum_cost_delay", "0"),
        ],
        ..VACUUM
    },
    Scenario {
        name: "held-snapshot-02",
        server: "postgresql-12",
        logging: Logging::CSV_TOKYO,
        settings: &[
            ("autovacuum_naptime", "1"),
            ("log_autovacuum_min_duration", "0"),
            ("autovacuum_vacuum_cost_delay", "0"),
        ],
        hold_out: true,
        ..VACUUM
    },
    Scenario {
        name: "held-snapshot-03",
        server: "postgresql-17",
        logging: Logging::JSON,
        parameters: &["max_prepared_transactions"],
        settings: &[
            ("autovacuum_naptime", "1"),
            ("log_autovacuum_min_duration", "0"),
            ("max_prepared_transactions", "5"),
        ],
        what: "A prepared transaction that nobody finished holds the oldest snapshot: vacuum removes nothing.",
        trouble: |stage| blocked(stage, Held::Prepared),
        ..VACUUM
    },
    Scenario {
        name: "held-snapshot-04",
        server: "postgresql-15",
        logging: Logging::RDS,
        settings: &[
            ("autovacuum_naptime", "1"),
            ("log_autovacuum_min_duration", "0"),
            ("wal_level", "logical"),
        ],
        what: "A logical slot that nobody reads holds the catalogue's oldest snapshot: vacuum removes nothing from it.",
        hold_out: true,
        trouble: |stage| blocked(stage, Held::Slot),
        ..VACUUM
    },
];

fn checkpoints(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    crowd(&instance, 2, |number| {
        let table = format!("readings_{number}");
        let mut work = vec![format!("create table {table} (id int, note text)")];
        let rows = format!(
            "insert into {table} select g, repeat('value ', 30) from generate_series(1, 60000) g"
        );
        work.extend(std::iter::repeat_n(rows, 12));
        work
    });
    has_said(&instance, "checkpoints are occurring too frequently")?;
    stage.keep(&instance)
}

fn redo(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    crowd(&instance, 4, |number| {
        let table = format!("shop.papers_{number}");
        let mut work = vec![format!(
            "create table {table} (id int primary key auto_increment, scan longblob)"
        )];
        let paper = format!("insert into {table} (scan) values (repeat('p', 30000000))");
        work.extend(std::iter::repeat_n(paper, 4));
        work
    });
    has_said(&instance, "Consider increasing innodb_redo_log_capacity")?;
    stage.keep(&instance)
}

fn locks(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut session = instance.session()?;
    for number in 0..2500 {
        session.query(&format!("create table part_{number} (id int)"))?;
    }
    let names: Vec<String> = (0..2500).map(|number| format!("part_{number}")).collect();
    // Refused, as it is meant to be.
    let _told = session.query(&format!(
        "begin; lock table {} in access share mode; commit",
        names.join(", ")
    ));
    has_said(&instance, "out of shared memory")?;
    stage.keep(&instance)
}

fn base_backup(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    for _ in 0..3 {
        let to = instance.folder().join("backup");
        let host = instance.folder().display().to_string();
        let _told = stage.installed.run(
            "pg_basebackup",
            [
                "-h",
                &host,
                "-U",
                "postgres",
                "-D",
                &to.display().to_string(),
            ],
        )?;
    }
    has_said(&instance, "max_wal_senders")?;
    stage.keep(&instance)
}

fn refused(stage: &mut Stage, sql: &str) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut session = instance.session()?;
    for _ in 0..3 {
        // Refused, as it is meant to be.
        let _told = session.query(sql);
    }
    has_said(&instance, "ERROR")?;
    stage.keep(&instance)
}

/// What holds the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Transaction,
    Prepared,
    Slot,
}

fn blocked(stage: &mut Stage, held: Held) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut holder = instance.session()?;
    let mut session = instance.session()?;
    session.query("create table stock (id int primary key, amount int); insert into stock select g, 0 from generate_series(1, 5000) g")?;
    match held {
        Held::Transaction => {
            holder.query("begin isolation level repeatable read; select count(*) from stock")?;
        }
        Held::Prepared => {
            holder.query(
                "begin; insert into stock values (0, 0); prepare transaction 'booking-771'",
            )?;
        }
        Held::Slot => {
            holder.query(
                "select pg_create_logical_replication_slot('search_index', 'test_decoding')",
            )?;
        }
    }
    for round in 0..6 {
        match held {
            Held::Transaction | Held::Prepared => session.query("update stock set amount = amount + 1")?,
            Held::Slot => session.query(&format!(
                "do $$ begin for i in 1..400 loop execute 'create table tmp_{round}_' || i || ' (id int)'; \
                 execute 'drop table tmp_{round}_' || i; end loop; end $$"
            ))?,
        };
        std::thread::sleep(std::time::Duration::from_millis(1200));
    }
    if held == Held::Slot {
        for table in ["pg_class", "pg_attribute"] {
            session.query(&format!("vacuum (verbose) pg_catalog.{table}"))?;
        }
    }
    has_said(&instance, "removable")?;
    stage.keep(&instance)
}
