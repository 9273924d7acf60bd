//! A replica's rows are not its source's.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Replication, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Somebody wrote to the replica, or it began from the wrong place: an event of the
    /// source cannot be applied.
    ///
    /// ## How it shows
    ///
    /// Duplicate key (1062), row not found (1032), a relation or a column that is not
    /// there, in the applier's words.
    ///
    /// ## What speaks against it
    ///
    /// An application's own duplicate key, which is an ordinary error.
    ///
    /// ## What to do
    ///
    /// Compare the rows, set the replica read-only (`super_read_only`), make it anew where
    /// it has more than a few.
    REPLICA_DIVERGED {
        name: "replica-diverged",
        class: ReplicationConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said =
        story.servers_said(|said| matches!(said, ServerSignal::Replication(Replication::Diverged)));
    if said.is_empty() {
        return None;
    }
    let message =
        "the replica's data is not its source's: make it anew, and let nobody write to it";
    // PostgreSQL's standbys take no writes; what diverges there is their timeline.
    let named: &[&str] = if story.is_of_mysql() {
        &["read_only", "super_read_only"]
    } else {
        &[]
    };
    let weighed = Weighed::new(message)
        .blames(named)
        .shown(Weight::Proof, said);
    Some(weighed)
}
