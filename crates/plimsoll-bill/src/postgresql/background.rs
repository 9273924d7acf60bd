//! The postmaster and its own processes: checkpointer, writers, launchers, the
//! I/O workers of 18.

use plimsoll_model::{Bytes, InForce, Pool, Who};

use super::amount::{Amount, KB, MB};
use super::jit;
use super::knobs::Knobs;
use super::process::process;
use crate::case::Case;
use crate::ledger::{Entry, Ledger};

/// Measured: three I/O workers of 18 take 0.6 MB anonymous and 0.6 MB kernel.
const IO_WORKER: f64 = 400.0 * KB;

/// What its first round of work adds to an idle server: a checkpoint's sorted
/// list, the launchers' first look, the log. Measured: 0.2 to 1.3 MB.
const AWAKE: Amount = Amount {
    low: 0.0,
    likely: 0.2 * MB,
    high: 1.5 * MB,
};

/// Charges them.
pub(super) fn charge(case: &Case<'_>, knobs: &Knobs, ledger: &mut Ledger) {
    let process = process(knobs, jit::in_build(case));
    let idle = process.background + process.background_kernel + knobs.io_workers * IO_WORKER;
    let amount = Amount::even(idle) + AWAKE;
    ledger.charge(
        Entry {
            what: "postmaster and background processes",
            who: Who::Server,
            count: 1,
            range: amount.range(),
            parameters: &["io_workers"],
            source: "measured on an idle server of each version, 12 to 18",
            pool: Pool::Limit,
        },
        || format!("{} for version {}", Bytes(idle as u64), knobs.major),
    );
}

/// How many of a server's processes are nobody's session: the postmaster, checkpointer,
/// the two writers, the launchers of autovacuum and of logical replication, and what
/// the version or a parameter adds (`postmaster.c`, `PostmasterMain` and
/// `LaunchMissingBackgroundProcesses`).
pub(crate) fn background_processes(settings: &InForce) -> u64 {
    let knobs = Knobs::read(settings);
    let is_on = |name| settings.is_on(name) == Some(true);
    // 15 keeps statistics in shared memory and has no collector of them.
    let collector = u64::from(knobs.major < 15);
    let archiver = settings
        .text("archive_mode")
        .is_some_and(|mode| mode != "off");
    4 + collector
        + u64::from(knobs.autovacuum_workers > 0.0)
        + u64::from(knobs.logical_replication_launcher)
        + u64::from(is_on("logging_collector"))
        + u64::from(archiver)
        + knobs.io_workers as u64
}
