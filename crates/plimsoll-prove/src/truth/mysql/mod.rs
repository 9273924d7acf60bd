//! MySQL and MariaDB: their data, workloads and cases, and what a run says of itself.

mod cases;
mod data;
mod seen;
mod workload;

pub(crate) use cases::cases;
pub(crate) use data::{ROWS, WIDE_ROWS, load_data};
pub(crate) use seen::{after_load, before_load};

use super::case::{Case, Malloc};
use anyhow::{Context, Result};
use plimsoll_lab::{Installed, Server, Session};
use plimsoll_model::Engine;

/// The database the workloads run in.
pub(crate) const DATABASE: &str = "truth";

/// Settings of every run, none of which changes anonymous memory: pages come from the page cache,
/// nothing waits for a disk, and nothing is read at the start that no session asked for.
const FIXED: &[(&str, &str)] = &[
    ("innodb_flush_method", "fsync"),
    ("innodb_flush_log_at_trx_commit", "0"),
    ("innodb_doublewrite", "OFF"),
    ("innodb_buffer_pool_dump_at_shutdown", "OFF"),
    ("innodb_buffer_pool_load_at_startup", "OFF"),
];

/// A server with the settings of every run.
pub(crate) fn server(installed: &Installed) -> Server {
    let mut server = Server::new(installed);
    for (name, value) in FIXED {
        server = server.set(*name, *value);
    }
    server
}

/// A server for a case.
pub(crate) fn server_for(installed: &Installed, case: &Case) -> Server {
    let mut server = server(installed);
    let logs = case.settings.iter().any(|(name, _)| name == "log_bin");
    if installed.engine == Engine::Mysql && !logs {
        server = server.set("disable_log_bin", "ON");
    }
    match case.malloc {
        Malloc::Built => server,
        // Found first, it takes the place of the tcmalloc that this build is linked with.
        Malloc::Glibc => {
            let libc = installed.library("libc.so.6");
            server.environment("LD_PRELOAD", libc.display().to_string())
        }
    }
}

/// Fills the buffer pool from a table larger than it.
pub(crate) fn prefill(session: &mut Session) -> Result<()> {
    session
        .query("select sum(length(pad)) from truth.wide")
        .context("fill the buffer pool")?;
    Ok(())
}
