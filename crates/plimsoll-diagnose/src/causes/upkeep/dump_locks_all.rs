//! A dump locks all tables.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

/// Statements that waited long; fewer may have been for a row.
const LATE_MIN: u64 = 3;

cause! {
    /// ## What it is
    ///
    /// A backup takes the global read lock (`FLUSH TABLES WITH READ LOCK`) and keeps it while it
    /// reads: every write waits, fails by its time-out, and pools of clients fill.
    ///
    /// ## How it shows
    ///
    /// Sessions in `Waiting for global read lock` (`MariaDB`: `Waiting for backup lock`), beside
    /// one that reads whole tables; clients with error 1205; all of it gone when the dump ends.
    /// In the slow log statements that waited for many seconds, beside `FLUSH TABLES WITH READ
    /// LOCK`, there or in the log of the tool (a physical backup keeps that lock while it copies
    /// tables that are not of InnoDB).
    ///
    /// ## What speaks against it
    ///
    /// Waits for a row or for the metadata of one table.
    ///
    /// ## What to do
    ///
    /// `mysqldump --single-transaction` instead of `--lock-all-tables` where all tables are of
    /// InnoDB, or a physical backup; on a replica where that is not possible. Ending the dump
    /// lets the writes go on at once.
    DUMP_LOCKS_ALL {
        name: "dump-locks-all",
        class: BackupConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let waits = story.servers_said(|said| *said == ServerSignal::GlobalLockWait);
    let dumps = story.servers_said(|said| {
        matches!(said, ServerSignal::DumpRuns | ServerSignal::GlobalLockAsked)
    });
    // A slow log tells how long was waited, not for what: beside a lock over all tables.
    let asked = story.servers_said(|said| *said == ServerSignal::GlobalLockAsked);
    let mut late = story.servers_said(|said| *said == ServerSignal::LockWait);
    let times: u64 = late.iter().map(|signal| signal.times).sum();
    late.retain(|_| waits.is_empty() && !asked.is_empty() && times >= LATE_MIN);
    if waits.is_empty() && late.is_empty() {
        return None;
    }
    let message = "a backup holds a lock over all tables and every write waits for it: let it read one snapshot instead (--single-transaction)";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, waits)
        .shown(Weight::Strong, late)
        .shown(Weight::Strong, dumps);
    Some(weighed)
}
