//! Binary logs filled the disk.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{DiskFull, ServerSignal, Signal};
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
    /// Tables or temporary files that are named instead, or were named before.
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
    let first = said.first().and_then(|signal| signal.at);
    let other =
        story.servers_said(|said| matches!(said, ServerSignal::DiskFull(DiskFull::Temporary)));
    let is_later = other
        .iter()
        .any(|signal| is_beside_data(signal) && signal.at.is_some() && signal.at < first);
    let message = "binary logs filled the disk: PURGE BINARY LOGS up to what the replicas have read, and keep them for less time";
    let weighed = Weighed::new(message)
        .blames(&["binlog_expire_logs_seconds"])
        .shown(Weight::Proof, said)
        .against(
            Weight::Strong,
            is_later,
            "a statement's temporary tables on the same disk were named before them",
        );
    Some(weighed)
}

/// Whether what is named is a temporary tablespace of `InnoDB`, which lies in the data
/// directory unless told otherwise, as binary logs do; what lies in tmpdir is elsewhere.
fn is_beside_data(signal: &Signal) -> bool {
    let named = |words: &str| signal.line.text.contains(words);
    named("ibtmp") || named("#innodb_temp")
}
