//! A package was upgraded, and restarted the server.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::OperatorSignal;
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The packages of the server, or of a library it uses, stop and start it as they are
    /// installed; unattended upgrades do it at night.
    ///
    /// ## How it shows
    ///
    /// The package manager's log tells of an upgrade at the time the server was asked to
    /// stop.
    ///
    /// ## What speaks against it
    ///
    /// The stop came well before or after; the server crashed.
    ///
    /// ## What to do
    ///
    /// Hold the server's packages (`apt-mark hold`) or give unattended upgrades a window;
    /// upgrade replicas first.
    PACKAGE_UPGRADED {
        name: "package-upgraded",
        class: OperatorOrOrchestratorStop,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

/// How far the upgrade and the stop may lie apart.
const NEAR: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

fn weigh(story: &Story) -> Option<Weighed> {
    let packages = story.people_did(|did| {
        matches!(
            did,
            OperatorSignal::Package {
                of_database: true,
                ..
            }
        )
    });
    if packages.is_empty() {
        return None;
    }
    let stops = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::StopRequested { .. }
                | ServerSignal::Starting { .. }
                | ServerSignal::Stopped
        )
    });
    let near = |one: &&crate::signal::Signal| {
        let apart = |other: &&crate::signal::Signal| {
            one.at
                .zip(other.at)
                .is_some_and(|(one, other)| one.duration_since(other).abs() <= NEAR)
        };
        stops.iter().any(apart)
    };
    let at_stop: Vec<_> = packages.iter().copied().filter(near).collect();
    let apart = at_stop.is_empty();
    let refused = story.servers_said(|said| matches!(said, ServerSignal::StartRefused(_)));
    let message =
        "an upgrade of packages restarted the server: hold its packages, or give upgrades a window";
    let weighed = Weighed::new(message)
        .shown(Weight::Fair, packages)
        .shown(Weight::Proof, at_stop)
        .shown(Weight::Slight, stops)
        .against(
            Weight::Strong,
            apart,
            "no stop or start of the server is near the upgrade",
        )
        .against(
            Weight::Strong,
            !refused.is_empty(),
            "the next start was refused: that is what keeps it down",
        );
    Some(weighed)
}
