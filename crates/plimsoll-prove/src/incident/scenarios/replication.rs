//! Two servers, one a copy of the other: replication that its configuration does
//! not allow, and a cable between them that is cut.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use plimsoll_lab::{Instance, KeptData, LabError};
use plimsoll_model::{CauseClass, Layer};

use crate::incident::crowd::everyday;
use crate::incident::logging::Logging;
use crate::incident::scenario::Scenario;
use crate::incident::stage::{Stage, has_said};
use crate::incident::wire::Wire;

const CONFIG: Scenario = Scenario {
    class: CauseClass::ReplicationConfig,
    layers: &[Layer::Database],
    at_fault: &[Layer::Database],
    kernel: None,
    settings: &[("wal_level", "replica"), ("max_wal_size", "64MB")],
    ..Scenario::BASE
};

const CUT: Scenario = Scenario {
    class: CauseClass::NetworkPartition,
    layers: &[Layer::Network],
    at_fault: &[Layer::Network],
    kernel: None,
    settings: &[
        ("wal_sender_timeout", "2s"),
        ("wal_receiver_timeout", "2s"),
        ("wal_retrieve_retry_interval", "1s"),
    ],
    ..Scenario::BASE
};

const SOURCE: &[(&str, &str)] = &[("log_bin", "binlog"), ("server_id", "1")];

pub(super) static ALL: &[Scenario] = &[
    Scenario {
        name: "wal-removed-01",
        logging: Logging::DEBIAN,
        parameters: &[
            "wal_keep_size",
            "wal_keep_segments",
            "max_slot_wal_keep_size",
        ],
        what: "A standby was away for a while; the WAL that it needs was removed, since nothing keeps it.",
        trouble: wal_removed,
        ..CONFIG
    },
    Scenario {
        name: "wal-removed-02",
        server: "postgresql-12",
        logging: Logging::CSV,
        parameters: &["wal_keep_segments", "max_slot_wal_keep_size"],
        what: "A standby was away for a while; the WAL that it needs was removed, since nothing keeps it.",
        hold_out: true,
        trouble: wal_removed,
        ..CONFIG
    },
    Scenario {
        name: "no-senders-01",
        server: "postgresql-15",
        settings: &[("max_wal_senders", "0"), ("wal_level", "replica")],
        logging: Logging::BADGER,
        parameters: &["max_wal_senders"],
        what: "The primary allows no replication session: the standby never streams.",
        trouble: |stage| never_streams(stage, "max_wal_senders"),
        ..CONFIG
    },
    Scenario {
        name: "below-primary-01",
        server: "postgresql-17",
        settings: &[("max_connections", "200")],
        logging: Logging::CODES,
        parameters: &["max_connections"],
        what: "A standby's max_connections is below its primary's: it does not start, or pauses.",
        hold_out: true,
        trouble: |stage| below_primary(stage, ("max_connections", "50")),
        ..CONFIG
    },
    Scenario {
        name: "below-primary-02",
        server: "postgresql-13",
        settings: &[("max_worker_processes", "16")],
        logging: Logging::BERLIN,
        parameters: &["max_worker_processes"],
        what: "A standby's max_worker_processes is below its primary's: it does not start.",
        trouble: |stage| below_primary(stage, ("max_worker_processes", "4")),
        ..CONFIG
    },
    Scenario {
        name: "slot-missing-01",
        server: "postgresql-18",
        logging: Logging::JSON,
        parameters: &["primary_slot_name"],
        what: "The standby asks for a slot that the primary does not have: it never streams.",
        hold_out: true,
        trouble: |stage| slot_missing(stage),
        ..CONFIG
    },
    Scenario {
        name: "logical-level-01",
        server: "postgresql-16",
        settings: &[("wal_level", "replica")],
        logging: Logging::RDS,
        parameters: &["wal_level"],
        what: "A subscriber asks for logical decoding and wal_level is replica: every attempt is refused.",
        trouble: logical_level,
        ..CONFIG
    },
    Scenario {
        name: "server-id-01",
        server: "mysql-9.7",
        settings: SOURCE,
        logging: Logging::NOTES,
        parameters: &["server_id"],
        what: "Source and replica have the same server_id: replication stops at once.",
        hold_out: true,
        trouble: |stage| mysql_pair(stage, "1", "server id"),
        ..CONFIG
    },
    Scenario {
        name: "server-id-02",
        server: "mariadb-11.8",
        settings: SOURCE,
        parameters: &["server_id"],
        what: "Source and replica have the same server_id: replication stops at once.",
        trouble: |stage| mysql_pair(stage, "1", "server id"),
        ..CONFIG
    },
    Scenario {
        name: "standby-cut-01",
        logging: Logging::DEBIAN,
        what: "Nothing comes through between primary and standby any more: both give up after their time-outs.",
        trouble: |stage| standby_cut(stage, Cut::Silent),
        ..CUT
    },
    Scenario {
        name: "standby-cut-02",
        server: "postgresql-13",
        logging: Logging::BADGER,
        what: "Nothing comes through between primary and standby any more: both give up after their time-outs.",
        hold_out: true,
        trouble: |stage| standby_cut(stage, Cut::Silent),
        ..CUT
    },
    Scenario {
        name: "standby-cut-03",
        server: "postgresql-17",
        logging: Logging::JSON,
        what: "The connection between primary and standby is refused for a while by what stands between them, then works again.",
        trouble: |stage| standby_cut(stage, Cut::Closed),
        ..CUT
    },
    Scenario {
        name: "replica-cut-01",
        server: "mysql-9.7",
        logging: Logging::SYSTEM_TIME,
        settings: SOURCE,
        what: "The connection between source and replica is cut: the replica tries again and again.",
        hold_out: true,
        trouble: |stage| mysql_pair(stage, "2", ""),
        ..CUT
    },
    Scenario {
        name: "replica-cut-02",
        server: "mariadb-10.11",
        logging: Logging::WARNINGS,
        settings: SOURCE,
        what: "The connection between source and replica is cut: the replica tries again and again.",
        trouble: |stage| mysql_pair(stage, "2", ""),
        ..CUT
    },
];

/// How a cable is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    Silent,
    Closed,
}

/// A primary, and the data that a copy of it begins with.
fn primary(stage: &mut Stage) -> Result<(Instance, KeptData)> {
    let first = stage.server().start()?;
    everyday(&first, &mut stage.seed)?;
    let data = first.stop_and_keep()?;
    let mut primary = stage.server().with_tcp().on(&data).launch_on(|data| {
        without_log(data);
        Ok(())
    })?;
    primary.await_ready()?;
    Ok((primary, data))
}

/// A copied data folder may hold a log of the server that it was copied from.
fn without_log(data: &Path) {
    let _absent = fs::remove_dir_all(data.join("log"));
}

/// A copy that is told to follow its primary through a port.
fn standby(stage: &Stage, data: &KeptData, port: u16, set: &[(&str, &str)]) -> Result<Instance> {
    let conninfo = format!("host=127.0.0.1 port={port} user=postgres application_name=db2");
    let mut server = stage
        .server()
        .with_tcp()
        .on(data)
        .set("primary_conninfo", conninfo);
    for (name, value) in set {
        server = server.set(*name, *value);
    }
    Ok(server.launch_on(|data| {
        without_log(data);
        let path = data.join("standby.signal");
        fs::write(&path, "").map_err(|source| LabError::Io {
            what: "write",
            path,
            source,
        })
    })?)
}

fn write_wal(primary: &Instance) -> Result<()> {
    let mut session = primary.session()?;
    session.query("create table if not exists parcels (id int, note text)")?;
    for _ in 0..12 {
        session.query(
            "insert into parcels select g, repeat('parcel ', 30) from generate_series(1, 40000) g",
        )?;
        session.query("checkpoint")?;
    }
    Ok(())
}

fn keep_both(stage: &mut Stage, primary: &Instance, standby: &Instance) -> Result<()> {
    stage.keep(primary)?;
    stage.keep_as(standby, "standby")
}

fn wal_removed(stage: &mut Stage) -> Result<()> {
    let (primary, data) = primary(stage)?;
    let mut standby = standby(stage, &data, primary.port().context("no port")?, &[])?;
    has_said(&standby, "started streaming")?;
    standby.send(plimsoll_lab::Sign::Interrupt);
    standby.wait_for_end()?;
    write_wal(&primary)?;
    let conninfo = format!(
        "host=127.0.0.1 port={} user=postgres",
        primary.port().unwrap_or(0)
    );
    stage
        .server()
        .set("primary_conninfo", conninfo)
        .relaunch(&mut standby)?;
    has_said(&standby, "has already been removed")?;
    keep_both(stage, &primary, &standby)
}

fn never_streams(stage: &mut Stage, words: &str) -> Result<()> {
    let (primary, data) = primary(stage)?;
    let standby = standby(stage, &data, primary.port().context("no port")?, &[])?;
    has_said(&primary, words).or_else(|_| has_said(&standby, words))?;
    keep_both(stage, &primary, &standby)
}

fn below_primary(stage: &mut Stage, set: (&str, &str)) -> Result<()> {
    let (primary, data) = primary(stage)?;
    let standby = standby(stage, &data, primary.port().context("no port")?, &[set])?;
    has_said(&standby, "insufficient parameter settings").or_else(|_| has_said(&standby, set.0))?;
    // The standby's log is the one that tells.
    stage.keep_as(&standby, "server")
}

fn slot_missing(stage: &mut Stage) -> Result<()> {
    let (primary, data) = primary(stage)?;
    let port = primary.port().context("no port")?;
    let standby = standby(stage, &data, port, &[("primary_slot_name", "db2")])?;
    has_said(&standby, "does not exist")?;
    keep_both(stage, &primary, &standby)
}

fn logical_level(stage: &mut Stage) -> Result<()> {
    let instance = stage.server().start()?;
    everyday(&instance, &mut stage.seed)?;
    let mut session = instance.session()?;
    session.query(
        "create table feed (id int primary key); create publication changes for table feed",
    )?;
    for _ in 0..4 {
        let _told =
            session.query("select pg_create_logical_replication_slot('feed_reader', 'pgoutput')");
    }
    has_said(&instance, "wal_level")?;
    stage.keep(&instance)
}

fn standby_cut(stage: &mut Stage, cut: Cut) -> Result<()> {
    let (primary, data) = primary(stage)?;
    let wire = Wire::to(primary.port().context("no port")?)?;
    let standby = standby(stage, &data, wire.port(), &[])?;
    has_said(&standby, "started streaming")?;
    match cut {
        Cut::Silent => {
            wire.cut();
            has_said(
                &primary,
                "terminating walsender process due to replication timeout",
            )?;
            has_said(&standby, "terminating walreceiver due to timeout")?;
        }
        Cut::Closed => {
            wire.close();
            has_said(&standby, "could not connect to the primary server")
                .or_else(|_| has_said(&standby, "could not receive data"))?;
        }
    }
    if cut == Cut::Closed || stage.seed.chance(50) {
        std::thread::sleep(std::time::Duration::from_secs(2));
        wire.mend();
        std::thread::sleep(std::time::Duration::from_secs(3));
    }
    keep_both(stage, &primary, &standby)
}

/// A source and a replica of that id; the cable is cut where no words are waited for.
fn mysql_pair(stage: &mut Stage, id: &str, words: &str) -> Result<()> {
    let source = stage.server().with_tcp().start()?;
    everyday(&source, &mut stage.seed)?;
    let wire = Wire::to(source.port().context("no port")?)?;
    let server = stage.server().with_tcp().set("server_id", id);
    let mut replica = server.launch_on(|data| {
        // The copy of a data folder has its source's identity too.
        let _absent_elsewhere = fs::remove_file(data.join("auto.cnf"));
        Ok(())
    })?;
    replica.await_ready()?;
    let mut session = source.session()?;
    let is_mysql = stage.installed.engine == plimsoll_model::Engine::Mysql;
    let plugin = if is_mysql { "" } else { " identified by ''" };
    session.query(&format!(
        "create user copy@'127.0.0.1'{plugin}; grant replication slave on *.* to copy@'127.0.0.1'"
    ))?;
    let port = wire.port();
    let mut session = replica.session()?;
    session.query(&if is_mysql {
        format!("change replication source to source_host='127.0.0.1', source_port={port}, source_user='copy', get_source_public_key=1, source_connect_retry=1, source_heartbeat_period=1; start replica")
    } else {
        format!("change master to master_host='127.0.0.1', master_port={port}, master_user='copy', master_connect_retry=1, master_heartbeat_period=1; start slave")
    })?;
    if words.is_empty() {
        std::thread::sleep(std::time::Duration::from_secs(2));
        wire.close();
        has_said(&replica, "rror reconnecting")
            .or_else(|_| has_said(&replica, "rror connecting"))?;
        std::thread::sleep(std::time::Duration::from_secs(3));
    } else {
        has_said(&replica, words)?;
    }
    stage.keep(&replica)?;
    stage.keep_as(&source, "source")
}
