//! What a standby needs of its source is gone.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Replication, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The source removed WAL or binary logs that a standby had not fetched: it was away
    /// too long for what is kept.
    ///
    /// ## How it shows
    ///
    /// `requested WAL segment has already been removed`, `Could not find first log file
    /// name in binary log index file`, purged GTIDs; `invalidating obsolete replication slot`,
    /// `can no longer get changes from replication slot`.
    ///
    /// ## What speaks against it
    ///
    /// A stream that is only late.
    ///
    /// ## What to do
    ///
    /// Make the standby anew (or from the archive), then keep more: a slot with
    /// `max_slot_wal_keep_size`, `wal_keep_size`, a longer `binlog_expire_logs_seconds`.
    WAL_GONE_FOR_STANDBY {
        name: "wal-gone-for-standby",
        class: ReplicationConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    // The standby's word, or its source's.
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::Replication(Replication::SourceGone)
                | ServerSignal::WalRemoved
                | ServerSignal::SlotLost { is_asked: true, .. }
        )
    });
    // The source's alone: nobody asked for it yet.
    let lost = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::SlotLost {
                is_asked: false,
                ..
            }
        )
    });
    if said.is_empty() {
        return None;
    }
    let limits: Vec<&str> = story
        .server()
        .filter_map(|(_, said)| limit(said))
        .take(1)
        .collect();
    let message = "the source no longer has what the standby needs: make it anew, then keep more WAL or binary logs for it";
    let kept: &[&str] = if story.is_of_mysql() {
        &["binlog_expire_logs_seconds"]
    } else {
        &["wal_keep_size", "max_slot_wal_keep_size"]
    };
    let kept: Vec<&str> = kept
        .iter()
        .copied()
        .filter(|it| !limits.contains(it))
        .collect();
    let weighed = Weighed::new(message)
        .blames(&limits)
        .blames(&kept)
        .shown(Weight::Proof, said)
        .shown(Weight::Slight, lost);
    Some(weighed)
}

/// The limit that a slot lost its WAL to.
fn limit(said: &ServerSignal) -> Option<&'static str> {
    match said {
        ServerSignal::SlotLost { parameter, .. } => Some(parameter),
        _ => None,
    }
}
