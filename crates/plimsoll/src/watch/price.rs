//! What a server's configuration says of its memory, by the way of an audit: its
//! settings asked, its host looked at, its bill written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use plimsoll_diagnose::Configured as InForce;
use plimsoll_model::{Engine, Known, MemoryBill, Metric, Pool, Snapshot, Who};
use plimsoll_watch::{Cap, Configured};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::audit::{self, Gathered, Subject, data_directory};
use crate::cli::LoadFlags;
use crate::failure::Failure;

/// What is known of a server that was asked for its settings.
#[derive(Debug)]
pub(super) struct Priced {
    /// As a diagnosis takes it.
    pub(super) in_force: InForce,
    /// For its load line.
    pub(super) configured: Configured,
    /// Its process and its folders.
    pub(super) local: Local,
    /// What the history knows it by.
    pub(super) identity: (Engine, String),
}

/// A server's process, and what it writes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Local {
    /// Where it is on this machine.
    pub(super) pid: Option<u32>,
    /// Each with the name that its disk is told by.
    pub(super) folders: Vec<(String, PathBuf)>,
}

/// Asks a server for its settings and prices them; in the end, or why that could not be
/// done.
pub(super) fn price(subject: Subject) -> JoinHandle<Result<Priced, Failure>> {
    // Its host's files are read, and its bill takes a while: neither is for a thread
    // that others wait for.
    let handle = Handle::current();
    spawn_blocking(move || {
        let gathered = handle.block_on(audit::one(subject))?;
        of(gathered)
    })
}

fn of(gathered: Gathered) -> Result<Priced, Failure> {
    let snapshot = &gathered.running.snapshot;
    let engine = snapshot.engine;
    let key = audit::keeper::key(snapshot, &gathered.running.name);
    let folders = folders(snapshot);
    let local = Local {
        pid: gathered.pid,
        folders,
    };
    let case = gathered.case(&LoadFlags::default())?;
    let limit_bytes = case.facts.ceiling_bytes();
    let in_force = InForce {
        config: case.config.clone(),
        settings: case.settings.clone(),
        facts: case.facts.clone(),
        load: case.load.clone(),
        profile: case.profile,
        arrivals: case.arrivals,
    };
    let configured = match case.bill() {
        Ok(bill) => Configured {
            limit_bytes,
            bill_sessions: bill.load_line.sessions.clone(),
            caps: caps(&bill, engine),
            parameters: parameters(&bill),
        },
        Err(refusal) => Configured {
            limit_bytes,
            bill_sessions: Known::Unknown(refusal.why),
            caps: Vec::new(),
            parameters: Vec::new(),
        },
    };
    Ok(Priced {
        in_force,
        configured,
        local,
        identity: (engine, key),
    })
}

/// What fills up to a size that the configuration sets: buffers, and what is laid out
/// beside them at the start.
fn caps(bill: &MemoryBill, engine: Engine) -> Vec<Cap> {
    let (metric, sizes): (_, &[&str]) = match engine {
        Engine::Postgresql => (Metric::MemoryShmemBytes, &["shared_buffers", "wal_buffers"]),
        Engine::Mysql | Engine::Mariadb => (
            Metric::MemoryAnonBytes,
            &[
                "innodb_buffer_pool_size",
                "key_buffer_size",
                "aria_pagecache_buffer_size",
            ],
        ),
    };
    let is_cap = |line: &&plimsoll_model::Line| {
        let is_sized = line
            .parameters
            .iter()
            .any(|it| sizes.contains(&it.as_str()));
        line.who == Who::Server && line.pool == Pool::Limit && is_sized
    };
    let lines = bill.lines.iter().filter(is_cap);
    let caps = lines.map(|line| Cap {
        metric,
        bytes: line.range.high_bytes,
    });
    caps.collect()
}

/// What moves the bill.
fn parameters(bill: &MemoryBill) -> Vec<String> {
    let names = bill.lines.iter().flat_map(|line| &line.parameters);
    let names: BTreeSet<&String> = names.collect();
    names.into_iter().cloned().collect()
}

/// Where the server writes, as it says.
fn folders(snapshot: &Snapshot) -> Vec<(String, PathBuf)> {
    let Some(data) = data_directory(snapshot).map(PathBuf::from) else {
        return Vec::new();
    };
    let setting = |name: &str| {
        let mut rows = snapshot.rows("settings");
        let row = rows.find(|row| row.text("name") == Some(name))?;
        let value = row.text("setting").or_else(|| row.text("value"))?;
        (!value.is_empty()).then(|| value.to_owned())
    };
    let (wal, tmp) = match snapshot.engine {
        Engine::Postgresql => (Some("pg_wal".to_owned()), Some("base".to_owned())),
        Engine::Mysql | Engine::Mariadb => (
            setting("innodb_log_group_home_dir"),
            setting("tmpdir").and_then(|tmp| tmp.split(':').next().map(str::to_owned)),
        ),
    };
    let below = |folder: String| data.join(Path::new(&folder));
    let others = [("wal", wal), ("tmp", tmp)].into_iter();
    let others = others.filter_map(|(disk, folder)| Some((disk.to_owned(), below(folder?))));
    std::iter::once(("data".to_owned(), data.clone()))
        .chain(others)
        .collect()
}
