//! `plimsoll watch`: the daemon. It reads clocks, asks servers and their hosts on
//! their grids, and carries what was read to the pure crates and what those say to
//! whoever asks. No judgement stands here.

mod beat;
mod daemon;
mod event;
mod fall;
mod files;
mod first;
mod fleet;
mod grid;
mod history;
mod host;
mod http;
mod keep_up;
mod kept;
mod lock;
mod log;
mod notify;
mod own;
mod past;
mod pause;
mod plan;
mod pooler;
mod price;
mod pricing;
mod prometheus;
mod recall;
mod reporter;
mod ring;
mod sampler;
mod second;
mod seldom;
mod service;
mod shared;
mod tasks;
mod wire;

use std::path::{Path, PathBuf};

use tokio::runtime::Builder;

use crate::cli::Watch;
use crate::config::FILE;
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;

/// Threads that carry tasks: they wait more than they work.
const WORKERS: usize = 2;
/// Threads for what may hang in the kernel, and for pricing.
const BLOCKING_MAX: usize = 24;

/// Runs it.
pub(crate) fn run(arguments: &Watch) -> Result<Ended, Failure> {
    let file = arguments
        .config
        .clone()
        .unwrap_or_else(|| PathBuf::from(FILE));
    let plan = match plan::plan(&file) {
        Ok(plan) => plan,
        Err(mistakes) => {
            output::failures(&mistakes);
            return Ok(Ended::Failed);
        }
    };
    if arguments.check {
        let (servers, services) = (plan.servers.len(), plan.services.len());
        output::note(&format!(
            "{}: well: {servers} servers, {services} services",
            file.display()
        ));
        return Ok(Ended::Well);
    }
    watch(&file, plan, arguments)
}

fn watch(file: &Path, plan: plan::Plan, arguments: &Watch) -> Result<Ended, Failure> {
    log::begin(arguments.log_format);
    let runtime = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .max_blocking_threads(BLOCKING_MAX)
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| {
        Failure::new(format_args!(
            "nothing can be watched: {error}; look at this machine's limits"
        ))
    })?;
    let ended = runtime.block_on(daemon::run(file, plan));
    // What hangs in the kernel is not waited for.
    runtime.shutdown_background();
    ended
}
