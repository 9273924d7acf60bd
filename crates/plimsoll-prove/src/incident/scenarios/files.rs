//! Files that do not fit the server, and configurations it refuses.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::{Result, ensure};
use plimsoll_lab::{Installed, Server};
use plimsoll_model::{CauseClass, Layer};

use crate::incident::crowd::everyday;
use crate::incident::logging::Logging;
use crate::incident::scenario::Scenario;
use crate::incident::stage::{Stage, hours};

const REFUSED: Scenario = Scenario {
    class: CauseClass::ConfigRefused,
    layers: &[Layer::Database],
    at_fault: &[Layer::Database],
    kernel: None,
    what: "A line of the configuration is wrong: after a restart the server does not start.",
    ..Scenario::BASE
};

const MISMATCH: Scenario = Scenario {
    class: CauseClass::FileMismatch,
    layers: &[Layer::Storage, Layer::Operator],
    at_fault: &[Layer::Storage],
    kernel: None,
    ..Scenario::BASE
};

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "unknown-parameter-01",
        parameters: &["checkpoint_segments"],
        server: "postgresql-14",
        logging: Logging::DEBIAN,
        trouble: |stage| refuses(stage, &[("checkpoint_segments", "64")]),
        ..REFUSED
    },
    Scenario {
        name: "unknown-parameter-02",
        parameters: &["query_cache_size"],
        server: "mysql-9.7",
        hold_out: true,
        trouble: |stage| refuses(stage, &[("query_cache_size", "64M")]),
        ..REFUSED
    },
    Scenario {
        name: "unknown-parameter-03",
        parameters: &["innodb_buffer_pool_sise"],
        server: "mariadb-10.11",
        logging: Logging::WARNINGS,
        trouble: |stage| refuses(stage, &[("innodb_buffer_pool_sise", "1G")]),
        ..REFUSED
    },
    Scenario {
        name: "bad-value-01",
        parameters: &["work_mem"],
        server: "postgresql-17",
        hold_out: true,
        trouble: |stage| refuses(stage, &[("work_mem", "64 MBytes")]),
        ..REFUSED
    },
    Scenario {
        name: "bad-value-02",
        parameters: &["max_wal_senders", "wal_level"],
        server: "postgresql-16",
        logging: Logging::BERLIN,
        trouble: |stage| {
            refuses(
                stage,
                &[("wal_level", "minimal"), ("max_wal_senders", "10")],
            )
        },
        ..REFUSED
    },
    Scenario {
        name: "bad-value-03",
        parameters: &["innodb_flush_method"],
        server: "mysql-9.7",
        logging: Logging::NOTES,
        hold_out: true,
        trouble: |stage| refuses(stage, &[("innodb_flush_method", "O_DIRCT")]),
        ..REFUSED
    },
    Scenario {
        name: "bad-value-04",
        parameters: &["binlog_format"],
        server: "mariadb-11.8",
        trouble: |stage| refuses(stage, &[("binlog_format", "ROWS")]),
        ..REFUSED
    },
    Scenario {
        name: "data-of-another-version-01",
        server: "postgresql-17",
        what: "After an upgrade of the package the new server finds the old one's data.",
        trouble: |stage| other_version(stage, "postgresql-16"),
        ..MISMATCH
    },
    Scenario {
        name: "data-of-another-version-02",
        server: "mariadb-11.8",
        what: "A MariaDB is started on a MySQL's data.",
        hold_out: true,
        trouble: |stage| other_version(stage, "mysql-9.7"),
        ..MISMATCH
    },
    Scenario {
        name: "data-of-another-version-03",
        server: "mysql-9.7",
        what: "A MySQL is started on a MariaDB's data.",
        trouble: |stage| other_version(stage, "mariadb-10.11"),
        ..MISMATCH
    },
    Scenario {
        name: "rights-01",
        server: "postgresql-15",
        what: "The data folder was made readable for everybody (a recursive chmod): the server refuses it.",
        hold_out: true,
        trouble: |stage| {
            spoilt(stage, |data| {
                Ok(fs::set_permissions(
                    data,
                    fs::Permissions::from_mode(0o777),
                )?)
            })
        },
        ..MISMATCH
    },
    Scenario {
        name: "owner-01",
        server: "postgresql-12",
        what: "Files were put back by root and belong to root: the server cannot read its control file.",
        trouble: |stage| spoilt(stage, |data| roots(&data.join("global/pg_control"))),
        ..MISMATCH
    },
    Scenario {
        name: "owner-02",
        server: "mysql-9.7",
        what: "Files were copied as root and belong to root: the server cannot open its system tablespace.",
        hold_out: true,
        trouble: |stage| spoilt(stage, |data| roots(&data.join("ibdata1"))),
        ..MISMATCH
    },
    Scenario {
        name: "owner-03",
        server: "mariadb-11.8",
        what: "Files were copied as root and belong to root: the server cannot open its redo log.",
        trouble: |stage| spoilt(stage, |data| roots(&data.join("ib_logfile0"))),
        ..MISMATCH
    },
    Scenario {
        name: "missing-file-01",
        server: "postgresql-18",
        what: "The data folder was put back without its global folder: a control file is missing.",
        hold_out: true,
        trouble: |stage| {
            spoilt(stage, |data| {
                Ok(fs::remove_file(data.join("global/pg_control"))?)
            })
        },
        ..MISMATCH
    },
    Scenario {
        name: "page-size-01",
        server: "mariadb-10.11",
        parameters: &["innodb_page_size"],
        layers: &[Layer::Database, Layer::Storage, Layer::Operator],
        what: "innodb_page_size was changed for a server whose files have another.",
        trouble: |stage| refuses(stage, &[("innodb_page_size", "8K")]),
        ..MISMATCH
    },
    Scenario {
        name: "lower-case-01",
        server: "mysql-9.7",
        parameters: &["lower_case_table_names"],
        layers: &[Layer::Database, Layer::Storage, Layer::Operator],
        what: "lower_case_table_names was changed for a server whose dictionary was made with another.",
        hold_out: true,
        trouble: |stage| refuses(stage, &[("lower_case_table_names", "1")]),
        ..MISMATCH
    },
];

/// A server that ran, was stopped in good order, and does not start with what was set since.
fn refuses(stage: &mut Stage, settings: &[(&str, &str)]) -> Result<()> {
    let mut instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    instance.send(stop_sign(stage));
    instance.wait_for_end()?;
    let set = |server: Server, (name, value): &(&str, &str)| server.set(*name, *value);
    let server = settings.iter().fold(stage.server(), set);
    server.relaunch(&mut instance)?;
    let status = instance.wait_for_end()?;
    ensure!(!status.success(), "it started");
    let names: Vec<&str> = settings.iter().map(|(name, _)| *name).collect();
    let told = format!("{} set", names.join(", "));
    if stage.seed.chance(50) {
        stage.event(hours(3), "config_change", ["db1", &told, "ansible"]);
    }
    stage.keep(&instance)
}

pub(super) fn stop_sign(stage: &Stage) -> plimsoll_lab::Sign {
    match stage.installed.engine {
        plimsoll_model::Engine::Postgresql => plimsoll_lab::Sign::Interrupt,
        plimsoll_model::Engine::Mysql | plimsoll_model::Engine::Mariadb => {
            plimsoll_lab::Sign::Terminate
        }
    }
}

/// A server on data that another series has written.
fn other_version(stage: &mut Stage, other: &str) -> Result<()> {
    let other = Server::new(&Installed::find(other)?).start()?;
    everyday(&other, &mut stage.seed)?;
    let data = other.stop_and_keep()?;
    let mut instance = stage.server().on(&data).launch()?;
    let status = instance.wait_for_end()?;
    ensure!(!status.success(), "it started");
    stage.keep(&instance)
}

/// A server whose files something was done to.
fn spoilt(stage: &mut Stage, spoil: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let mut instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    instance.send(stop_sign(stage));
    instance.wait_for_end()?;
    spoil(instance.data_folder())?;
    stage.server().relaunch(&mut instance)?;
    let status = instance.wait_for_end()?;
    ensure!(!status.success(), "it started");
    stage.keep(&instance)
}

/// Root's, and nobody else's.
fn roots(path: &Path) -> Result<()> {
    std::os::unix::fs::chown(path, Some(0), Some(0))?;
    Ok(fs::set_permissions(
        path,
        fs::Permissions::from_mode(0o600),
    )?)
}
