//! Binary logs filled the disk.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::DiskFull;
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Binary logs are kept for `binlog_expire_logs_seconds` (30 days in MySQL, for ever in
    /// `MariaDB` unless set); heavy writing fills the disk sooner.
    ///
    /// ## How it shows
    ///
    /// Writing a binary log fails for want of space: `Disk is full writing './binlog.…'`,
    /// errno 28.
    ///
    /// ## What speaks against it
    ///
    /// Tables or temporary files that are named instead.
    ///
    /// ## What to do
    ///
    /// `PURGE BINARY LOGS` up to what every replica has read, and a shorter time to keep
    /// them.
    BINARY_LOGS_FILL_DISK {
        name: "binary-logs-fill-disk",
        class: DiskFullBinlog,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| matches!(said, ServerSignal::DiskFull(DiskFull::Binlog)));
    if said.is_empty() {
        return None;
    }
    let message = "binary logs filled the disk: PURGE BINARY LOGS up to what the replicas have read, and keep them for less time";
    let weighed = Weighed::new(message)
        .blames(&["binlog_expire_logs_seconds"])
        .shown(Weight::Proof, said);
    Some(weighed)
}
