//! A parameter does not allow what replication wants.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Replication, ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// `wal_level`, `log_bin`, `server_id`, `binlog_format`, `gtid_mode` or
    /// `max_connections` of a standby are not as replication needs them.
    ///
    /// ## How it shows
    ///
    /// The server names the parameter as it refuses to send, to receive or to start.
    ///
    /// ## What speaks against it
    ///
    /// Replication ran with the same parameters.
    ///
    /// ## What to do
    ///
    /// Set the parameter that is named on both sides; most wait for a restart.
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
    let said: Vec<_> = said.map(|(signal, _)| signal).collect();
    if said.is_empty() {
        return None;
    }
    named.sort_unstable();
    named.dedup();
    let message = "a parameter does not allow replication as it is wanted: set it on both sides";
    let weighed = Weighed::new(message)
        .blames(&named)
        .shown(Weight::Proof, said);
    Some(weighed)
}
