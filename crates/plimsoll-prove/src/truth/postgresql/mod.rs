//! PostgreSQL: its data, its workloads, its cases, and the load each stands for.

mod cases;
mod plan;
mod workload;

pub(crate) use cases::cases;

use super::case::Case;
use anyhow::{Context, Result};
use plimsoll_lab::{Installed, Instance, KeptData, Server, Session};
use serde_json::Value;

/// The database the workloads run in.
pub(crate) const DATABASE: &str = "postgres";

/// Rows of the large table.
pub(crate) const ROWS: u64 = 400_000;

/// Rows of the table that is joined to.
const DIM_ROWS: u64 = 100_003;

/// How many small tables there are for sessions that open many relations.
pub(crate) const SMALL_TABLES: u64 = 300;

/// A data folder with the tables of the workloads, made once for each server.
pub(crate) fn load_data(installed: &Installed) -> Result<KeptData> {
    let server = Server::new(installed)
        // Tables made and filled at once then need no WAL, which would be copied for each case.
        .set("wal_level", "minimal")
        .set("max_wal_senders", "0")
        .set("autovacuum", "off")
        .start()?;
    let mut session = server.session()?;
    for sql in data_statements() {
        session.query(&sql).context("load the workloads' tables")?;
    }
    drop(session);
    Ok(server.stop_and_keep()?)
}

fn data_statements() -> Vec<String> {
    let mut statements = vec![
        format!(
            "create table big as select i as id, (i::bigint * 7919 % {DIM_ROWS})::int as k, \
             md5(i::text) as t, md5((i + 1000000)::text) as u from generate_series(1, {ROWS}) i"
        ),
        "alter table big add primary key (id)".to_owned(),
        format!(
            "create table dim as select i as id, repeat('x', 100) as pad \
             from generate_series(0, {DIM_ROWS} - 1) i"
        ),
    ];
    statements.extend((0..SMALL_TABLES).map(|number| {
        format!(
            "create table small_{number} (id int primary key, k int); \
             insert into small_{number} select i, i from generate_series(1, 20) i"
        )
    }));
    statements.push("vacuum (analyze)".to_owned());
    statements
}

/// The load of a case in the contract's shape: the operations of the plans that this server
/// chooses under the case's settings, and what each would take with no limit.
///
/// `planner` is a server of the same data with default settings: those that a plan depends on
/// can be set by a session, so that one server plans for all cases.
pub(crate) fn load_of(planner: &Instance, case: &Case) -> Result<Value> {
    let mut session: Session = planner.session_in(DATABASE)?;
    for (name, value) in &case.settings {
        if !NOT_PLANNED_BY.contains(&name.as_str()) {
            session.query(&format!("set {name} = '{value}'"))?;
        }
    }
    for sql in &case.work.setup {
        session.query(sql)?;
    }
    plan::load(&mut session, planner, case)
}

/// Settings of the cases that only a start sets, and that no plan depends on.
const NOT_PLANNED_BY: &[&str] = &["max_connections", "shared_buffers"];
