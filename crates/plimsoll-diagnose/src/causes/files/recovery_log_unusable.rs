//! What the server recovers from does not fit its data.

use plimsoll_model::Layer;

use super::super::upkeep::backup_not_possible::made_without_wal;
use crate::cause::{Weighed, Weight, cause};
use crate::signal::{KernelSignal, ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The WAL, the redo log or the control file is missing in part, of another moment than
    /// the data, or not what was written: a backup restored without its WAL, a copy of a
    /// running server's files, a log file that somebody removed.
    ///
    /// ## How it shows
    ///
    /// `could not locate a valid checkpoint record`, `WAL ends before consistent recovery
    /// point`, `incorrect checksum in control file`, `No valid checkpoint was found`.
    ///
    /// ## What speaks against it
    ///
    /// A device that reports errors; a backup that was made without its WAL, as it was told
    /// when it was made.
    ///
    /// ## What to do
    ///
    /// Keep a copy of the folder as it is. Restore from a backup with all the WAL it needs
    /// (`recovery.signal` and a `restore_command`); `pg_resetwal` and `innodb_force_recovery`
    /// lose what was committed.
    RECOVERY_LOG_UNUSABLE {
        name: "recovery-log-unusable",
        class: FileMismatch,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story
        .servers_said(|said| matches!(said, ServerSignal::StartRefused(StartRefusal::Damaged)));
    if said.is_empty() {
        return None;
    }
    let device = story.kernel_said(|said| {
        matches!(
            said,
            KernelSignal::DiskError { .. } | KernelSignal::FilesystemError { .. }
        )
    });
    let by_backup = !made_without_wal(story).is_empty();
    let message = "the server finds no log to recover from that fits its data: keep a copy of the folder, then restore with all the log it needs";
    let weighed = Weighed::new(message)
        .shown(Weight::Proof, said)
        .against(
            Weight::Strong,
            !device.is_empty(),
            "a disk or a file system reported errors",
        )
        .against(
            Weight::Strong,
            by_backup,
            "the backup had been made without the WAL that it needs",
        );
    Some(weighed)
}
