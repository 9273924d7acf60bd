//! A client's host is shut out for its failed connections.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// MySQL and `MariaDB` block a host after `max_connect_errors` interrupted handshakes:
    /// health checks that connect and hang up do it.
    ///
    /// ## How it shows
    ///
    /// `Host … is blocked because of many connection errors`.
    ///
    /// ## What speaks against it
    ///
    /// A wrong password, which does not count.
    ///
    /// ## What to do
    ///
    /// `FLUSH HOSTS`, and mend the check that hangs up; `max_connect_errors` higher.
    HOST_BLOCKED {
        name: "host-blocked",
        class: ConnectionExhaustionApp,
        layer: Some(Layer::Application),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| matches!(said, ServerSignal::HostBlocked));
    if said.is_empty() {
        return None;
    }
    let message = "a client is shut out for too many broken connections: FLUSH HOSTS, and mend the check that hangs up";
    let weighed = Weighed::new(message)
        .blames(&["max_connect_errors"])
        .shown(Weight::Proof, said);
    Some(weighed)
}
