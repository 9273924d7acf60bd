//! The server's address or data is in use.

use plimsoll_model::Layer;

use super::super::benign::started_twice::refused_beside_a_running_one;
use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Said, ServerSignal, Signal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Another server, or the same one once more, holds the port, the socket or the data.
    ///
    /// ## How it shows
    ///
    /// `Address already in use`, `lock file … already exists`, `Unable to lock ./ibdata1`.
    ///
    /// ## What speaks against it
    ///
    /// A stale lock file of a process that is gone; a server that served on all the time.
    ///
    /// ## What to do
    ///
    /// Find who holds it (`ss -ltnp`, the process id in the lock file); never remove a lock
    /// file while that process lives.
    ADDRESS_IN_USE {
        name: "address-in-use",
        class: ConfigRefused,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::StartRefused(StartRefusal::AddressInUse | StartRefusal::AlreadyRunning)
        )
    });
    if said.is_empty() {
        return None;
    }
    let message = "another server holds the address or the data: find it, and stop one of the two";
    let is_address = |signal: &&Signal| {
        matches!(
            signal.said,
            Said::Server(ServerSignal::StartRefused(StartRefusal::AddressInUse))
        )
    };
    let named: &[&str] = if said.iter().any(is_address) {
        &["port"]
    } else {
        &[]
    };
    let runs_on = !refused_beside_a_running_one(story).is_empty();
    let runs_on = runs_on && named.is_empty();
    let weighed = Weighed::new(message)
        .blames(named)
        .shown(Weight::Proof, said)
        .against(
            Weight::Proof,
            runs_on,
            "the server that has the data works on, before it and behind it",
        );
    Some(weighed)
}
