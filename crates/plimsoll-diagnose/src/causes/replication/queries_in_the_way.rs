//! Queries on a standby were cancelled for replay.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ClientSignal, Replication, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Replay on a standby waits `max_standby_streaming_delay` for queries that need what
    /// it removes, then cancels them.
    ///
    /// ## How it shows
    ///
    /// `canceling statement due to conflict with recovery`, `terminating connection due to
    /// conflict with recovery`.
    ///
    /// ## What speaks against it
    ///
    /// Time-outs of statements, which say so; clients that repeat what was cancelled, as they
    /// are built to, and get on.
    ///
    /// ## What to do
    ///
    /// `hot_standby_feedback = on`, or a longer delay on a standby for reports.
    QUERIES_IN_THE_WAY {
        name: "queries-in-the-way",
        class: ReplicationConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

/// Parameters that let a standby's queries run on.
const MENDS: [&str; 3] = [
    "hot_standby_feedback",
    "max_standby_streaming_delay",
    "max_standby_archive_delay",
];

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::Replication(Replication::ConflictWithQueries)
        )
    });
    if said.is_empty() {
        return None;
    }
    let last = said.iter().filter_map(|signal| signal.until).max();
    let mended = story.servers_said(|said| match said {
        ServerSignal::ParameterChanged { parameter, .. } => MENDS.contains(&parameter.as_str()),
        _ => false,
    });
    let is_mended = mended
        .iter()
        .any(|signal| signal.at.zip(last).is_some_and(|(at, last)| at > last));
    let message = "replay on the standby cancelled its queries: hot_standby_feedback, or a longer max_standby_streaming_delay";
    let weighed = Weighed::new(message)
        .blames(&["max_standby_streaming_delay", "hot_standby_feedback"])
        .shown(Weight::Strong, said)
        .against(
            Weight::Strong,
            is_mended,
            "what mends it was changed behind the last of them",
        )
        .against(
            Weight::Strong,
            are_repeated(story),
            "whoever runs them repeats them, and no client tells of more",
        );
    Some(weighed)
}

/// Whether clients repeat the statements that a standby cancels, and none of them fails: that
/// is how a standby for reports may be meant.
pub(in crate::causes) fn are_repeated(story: &Story) -> bool {
    let again = story.clients_said(|said| *said == ClientSignal::TriesAgain);
    let failed = story.clients_said(|said| {
        matches!(
            said,
            ClientSignal::StatementFailed { .. }
                | ClientSignal::Cut
                | ClientSignal::Refused
                | ClientSignal::PoolExhausted
                | ClientSignal::ServedError { .. }
        )
    });
    !again.is_empty() && failed.is_empty()
}
