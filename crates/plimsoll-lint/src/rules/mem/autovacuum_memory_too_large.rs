//! Autovacuum workers that may take the memory between them.

use plimsoll_model::Bytes;

use super::room::room;
use super::worker::{autovacuum_bytes, autovacuum_workers};
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `autovacuum_max_workers` times the memory of one of them (`autovacuum_work_mem`, and
    /// where that is -1 `maintenance_work_mem`) above what is left beside `shared_buffers`;
    /// info from half of it on.
    ///
    /// ## Why it matters
    ///
    /// `maintenance_work_mem` is thought of as one person's CREATE INDEX, and autovacuum
    /// inherits it: every worker may take it, at the same time, on its own. Up to 16 a worker
    /// stops at 1 GB; from 17 on it takes what it is given. A server that has been well for
    /// months meets it when several large tables come due together.
    ///
    /// ## Example
    ///
    /// `maintenance_work_mem = 2GB` with 6 workers on 17: 12 GB on a server that has 16.
    ///
    /// ## What to do instead
    ///
    /// Give autovacuum its own: `autovacuum_work_mem = 256MB` holds the dead rows of most
    /// tables, even more from 17 on.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Memory", `maintenance_work_mem`
    ///   and `autovacuum_work_mem`
    /// - PostgreSQL 17 release notes (vacuum no longer limited to 1 GB)
    AUTOVACUUM_MEMORY_TOO_LARGE {
        postgresql: Some("PG-MEM-009"),
        mysql: None,
        name: "autovacuum-memory-too-large",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.settings.is_on("autovacuum") == Some(false) {
        return Answer::QUIET;
    }
    let workers = autovacuum_workers(input);
    let each = autovacuum_bytes(input);
    let own = input.settings.bytes("autovacuum_work_mem").is_some();
    let size = if own {
        "autovacuum_work_mem"
    } else {
        "maintenance_work_mem"
    };
    let names = [size, "autovacuum_max_workers"];
    let blamed: Vec<&str> = names
        .into_iter()
        .filter(|name| input.is_set(name))
        .collect();
    let Some(room) = room(input).filter(|_| !blamed.is_empty()) else {
        return Answer::QUIET;
    };
    let all = each.saturating_mul(workers);
    if all <= room / 2 {
        return Answer::QUIET;
    }
    let message = format!(
        "{workers} autovacuum workers may take {} each, {} together; beside shared_buffers the server has {}",
        Bytes(each),
        Bytes(all),
        Bytes(room)
    );
    let found = if all > room {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found.blames(input, &blamed).against_memory(input).into()
}
