//! `prove now`: what `plimsoll audit` predicts of the memory that a server takes
//! at the moment, beside what its memory cgroup holds at that moment.
//!
//! Both figures are the audit's own: nothing is measured again here.

mod load;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;
use plimsoll_lab::{Installed, Instance, KeptData, Server};
use plimsoll_model::Engine;
use serde_json::{Value, json};

use crate::check::Program;
use crate::live::audited;
use crate::record::record;
use crate::truth::{mysql, postgresql};
use load::{LOADS, Load};

/// The servers that are looked at.
const SERVERS: [&str; 6] = [
    "postgresql-13",
    "postgresql-15",
    "postgresql-17",
    "postgresql-18",
    "mariadb-10.11",
    "mysql-9.7",
];

/// Memory that each may take: more than any of them does.
const LIMIT_BYTES: u64 = 2 << 30;

/// What to measure.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// Only these servers; then nothing is written down.
    servers: Vec<String>,
    /// The program; without it, the one built beside this.
    #[arg(long, value_name = "FILE")]
    plimsoll: Option<PathBuf>,
}

/// Prints a line for each server and load, and keeps them as a proof.
///
/// # Errors
/// When a server that is there cannot be run or audited.
pub(crate) fn main(options: &Options) -> Result<()> {
    let plimsoll = match &options.plimsoll {
        Some(path) => Program::at(path.clone()),
        None => Program::beside_this()?,
    };
    let start = Instant::now();
    let names: Vec<&str> = match options.servers.as_slice() {
        [] => SERVERS.to_vec(),
        some => some.iter().map(String::as_str).collect(),
    };
    println!(
        "{}",
        line([
            "server",
            "load",
            "sessions",
            "predicted MB",
            "measured MB",
            "error %"
        ])
    );
    let mut rows = Vec::new();
    for name in names {
        let server = Installed::find(name)?;
        let data = match server.engine {
            Engine::Postgresql => postgresql::load_data(&server)?,
            Engine::Mysql | Engine::Mariadb => mysql::load_data(&server)?,
        };
        for load in LOADS {
            let row = look(&plimsoll, &server, &data, load)?;
            println!("{}", shown(&row));
            rows.push(row);
        }
    }
    if !options.servers.is_empty() {
        return Ok(());
    }
    record(
        "audit-now",
        &[
            "crates/plimsoll-bill/src/observed",
            "crates/plimsoll/src/audit/moment.rs",
        ],
        &[
            ("command", "cargo xtask prove now".into()),
            ("limit_bytes", LIMIT_BYTES.into()),
            ("seconds", start.elapsed().as_secs().into()),
            ("rows", rows.into()),
        ],
    )
}

/// A fresh server on a copy of the data, audited under the load.
fn look(plimsoll: &Program, installed: &Installed, data: &KeptData, load: Load) -> Result<Value> {
    let server = started(installed, data)?;
    let said = load.under(&server, || audited(plimsoll, &server))?;
    let now = &said["now"];
    if now["error_percent"].is_null() {
        bail!(
            "{}, {}: nothing to compare: {now}",
            installed.name,
            load.name
        );
    }
    Ok(json!({
        "server": installed.name,
        "load": load.name,
        "sessions": now["sessions"],
        "predicted_bytes": now["predicted"]["likely_bytes"],
        "measured_bytes": now["measured_bytes"],
        "error_percent": now["error_percent"],
    }))
}

/// Small pools, so that the tables are larger, and room for the sorts.
fn started(installed: &Installed, data: &KeptData) -> Result<Instance> {
    let server = match installed.engine {
        Engine::Postgresql => Server::new(installed)
            .set("shared_buffers", "32MB")
            .set("work_mem", "32MB"),
        Engine::Mysql | Engine::Mariadb => mysql::server(installed)
            .set("innodb_buffer_pool_size", "128M")
            .set("sort_buffer_size", "32M"),
    };
    Ok(server.on(data).limit_bytes(LIMIT_BYTES).start()?)
}

fn shown(row: &Value) -> String {
    let text = |key: &str| row[key].as_str().unwrap_or_default();
    let mb = |key: &str| row[key].as_u64().map(|bytes| (bytes >> 20).to_string());
    line([
        text("server"),
        text("load"),
        &row["sessions"].to_string(),
        &mb("predicted_bytes").unwrap_or_default(),
        &mb("measured_bytes").unwrap_or_default(),
        &row["error_percent"].to_string(),
    ])
}

fn line([server, load, sessions, predicted, measured, error]: [&str; 6]) -> String {
    format!("{server:<14} {load:<30} {sessions:>8} {predicted:>13} {measured:>12} {error:>8}")
}
