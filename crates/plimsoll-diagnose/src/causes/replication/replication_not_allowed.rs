//! A parameter does not allow what replication wants.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Replication, ServerSignal, StartRefusal};
use crate::story::Story;

/// Streams ended for another of the same identity: a replica that comes back over a bad
/// line does that once or twice, a clone without end.
const TAKEN_MIN: u64 = 5;

cause! {
    /// ## What it is
    ///
    /// `wal_level`, `log_bin`, `server_id`, `binlog_format`, `gtid_mode` or
    /// `max_connections` of a standby are not as replication needs them.
    ///
    /// ## How it shows
    ///
    /// The server names the parameter as it refuses to send, to receive or to start; or the
    /// source ends one `zombie dump thread with the same UUID` after the other, for a replica
    /// that was cloned with its auto.cnf.
    ///
    /// ## What speaks against it
    ///
    /// Replication ran with the same parameters.
    ///
    /// ## What to do
    ///
    /// Set the parameter that is named on both sides; most wait for a restart. A clone makes
    /// a new `server_uuid` where its auto.cnf is removed before the start.
    REPLICATION_NOT_ALLOWED {
        name: "replication-not-allowed",
        class: ReplicationConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let mut named: Vec<&str> = Vec::new();
    let said = story.server().filter(|(_, said)| match said {
        ServerSignal::Replication(Replication::Parameter { parameter }) => {
            named.push(parameter);
            true
        }
        ServerSignal::StartRefused(StartRefusal::BelowPrimary { parameter }) => {
            named.push(parameter);
            true
        }
        _ => false,
    });
    let mut said: Vec<_> = said.map(|(signal, _)| signal).collect();
    let taken =
        story.servers_said(|said| *said == ServerSignal::Replication(Replication::TakenOver));
    let times: u64 = taken.iter().map(|signal| signal.times).sum();
    if times >= TAKEN_MIN {
        said.extend(taken);
    }
    if said.is_empty() {
        return None;
    }
    named.sort_unstable();
    named.dedup();
    if times >= TAKEN_MIN {
        named.splice(..0, ["server_uuid", "server_id"]);
    }
    let message = if times >= TAKEN_MIN {
        "two replicas have one identity, and the source ends the stream of either for the other: give each a server_uuid (remove auto.cnf of the clone) and a server_id of its own"
    } else {
        "a parameter does not allow replication as it is wanted: set it on both sides"
    };
    let weighed = Weighed::new(message)
        .blames(&named)
        .shown(Weight::Proof, said);
    Some(weighed)
}
