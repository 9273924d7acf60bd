//! A backup cannot be made as the server is configured.

use jiff::SignedDuration;
use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Replication, ServerSignal, Signal};
use crate::story::Story;

/// Words of a refusal and the parameter they are about.
const NAMED: [(&str, &str); 7] = [
    ("WAL level", "wal_level"),
    ("WAL archiving", "archive_mode"),
    ("full_page_writes", "full_page_writes"),
    ("max_wal_senders", "max_wal_senders"),
    ("Got packet bigger than", "max_allowed_packet"),
    ("binary log", "log_bin"),
    ("redo log is too small", "innodb_log_file_size"),
];

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
    let mut named: Vec<&str> = Vec::new();
    let failed = story.server().filter(|(_, said)| match said {
        ServerSignal::BackupFailed { why } => {
            let known = NAMED.iter().filter(|(words, _)| why.contains(words));
            named.extend(known.map(|(_, parameter)| *parameter));
            true
        }
        _ => false,
    });
    let failed: Vec<_> = failed.map(|(signal, _)| signal).collect();
    if failed.is_empty() {
        return None;
    }
    named.sort_unstable();
    named.dedup();
    let asked = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::Replication(Replication::NoSender { .. })
        )
    });
    let is_of_standby = |signal: &&Signal| !asks_for_backup(story, signal);
    let for_senders = named.contains(&"max_wal_senders") && asked.iter().any(is_of_standby);
    let message = if made_without_wal(story).is_empty() {
        "backups fail for how the server is configured: mend what it names, then make one at once"
    } else {
        "the backup was made without the WAL that it needs: archive WAL (archive_mode, archive_command), or have it taken too (pg_basebackup -X stream), then make one at once"
    };
    let weighed = Weighed::new(message)
        .blames(&named)
        .shown(Weight::Proof, failed)
        .against(
            Weight::Strong,
            for_senders,
            "it is a standby that asks for a sender",
        );
    Some(weighed)
}

/// What tells that a backup was made without its WAL: the server says so to whoever takes
/// one that way (`pg_basebackup -X none`) while nothing archives.
pub(in crate::causes) fn made_without_wal(story: &Story) -> Vec<&Signal> {
    story.servers_said(|said| match said {
        ServerSignal::BackupFailed { why } => why.contains("WAL archiving is not enabled"),
        _ => false,
    })
}

/// How far the server's word and the tool's may lie apart.
const NEAR: SignedDuration = SignedDuration::from_mins(1);

/// Whether a refused sender was asked for by a backup: the tool tells of the same then.
pub(in crate::causes) fn asks_for_backup(story: &Story, refused: &Signal) -> bool {
    let is_tool = |said: &ServerSignal| match said {
        // The tool passes the server's words on.
        ServerSignal::BackupFailed { why } => {
            why.contains("max_wal_senders") && why.contains(" exceeds ")
        }
        _ => false,
    };
    let near = |tool: &Signal| tool.since(refused).is_none_or(|it| it.abs() <= NEAR);
    let tools = story.servers_said(is_tool);
    tools.into_iter().any(near)
}
