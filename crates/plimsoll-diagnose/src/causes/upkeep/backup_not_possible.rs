//! A backup cannot be made as the server is configured.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// WAL archiving is off, `wal_level` is minimal, a backup was never ended, binary logs
    /// are off, or the backup's account may not.
    ///
    /// ## How it shows
    ///
    /// The server refuses the backup and says why.
    ///
    /// ## What speaks against it
    ///
    /// A backup that ended for want of space or network.
    ///
    /// ## What to do
    ///
    /// Set what the message names; most wait for a restart. Then make a backup at once, and
    /// restore it once.
    BACKUP_NOT_POSSIBLE {
        name: "backup-not-possible",
        class: BackupConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| matches!(said, ServerSignal::BackupFailed { .. }));
    if said.is_empty() {
        return None;
    }
    let message =
        "backups fail for how the server is configured: mend what it names, then make one at once";
    let weighed = Weighed::new(message).shown(Weight::Proof, said);
    Some(weighed)
}
