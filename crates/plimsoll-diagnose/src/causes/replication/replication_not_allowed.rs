//! A parameter does not allow what replication wants.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Replication, ServerSignal, Signal, StartRefusal};
use crate::story::Story;

/// Streams ended in a row for another of the same identity, and how soon one after the
/// other: a replica that comes back over a bad line, or that hears too few heartbeats, waits
/// for `slave_net_timeout` or its `MASTER_CONNECT_RETRY` (60 s each) first; a clone whose
/// stream was ended is back at once.
const TAKEN_MIN: u64 = 5;
const TAKEN_SECONDS: u64 = 20;

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
    let is_shared = taken.iter().any(|signal| is_quick(signal));
    if is_shared {
        said.extend(taken);
    }
    if said.is_empty() {
        return None;
    }
    named.sort_unstable();
    named.dedup();
    if is_shared {
        named.splice(..0, ["server_uuid", "server_id"]);
    }
    let message = if is_shared {
        "two replicas have one identity, and the source ends the stream of either for the other: give each a server_uuid (remove auto.cnf of the clone) and a server_id of its own"
    } else {
        "a parameter does not allow replication as it is wanted: set it on both sides"
    };
    let weighed = Weighed::new(message)
        .blames(&named)
        .shown(Weight::Proof, said);
    Some(weighed)
}

/// Whether the same was said again and again, quickly.
fn is_quick(signal: &Signal) -> bool {
    let lasted = signal.at.zip(signal.until);
    let lasted = lasted.map(|(at, until)| until.duration_since(at).as_secs());
    let most = (TAKEN_SECONDS * signal.times)
        .try_into()
        .unwrap_or(i64::MAX);
    signal.times >= TAKEN_MIN && lasted.is_some_and(|seconds| seconds <= most)
}
