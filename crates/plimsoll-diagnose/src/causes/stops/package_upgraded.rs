//! A package was upgraded, and restarted the server.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::causes::start::server_crashed;
use crate::signal::{OperatorSignal, Said, ServerSignal, Signal};
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
    /// stop; of a library it uses, shortly before.
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
    let (own, around): (Vec<&Signal>, Vec<&Signal>) = at_a_stop(story)
        .into_iter()
        .partition(|signal| packages.contains(signal));
    if packages.is_empty() && around.is_empty() {
        return None;
    }
    let apart = own.is_empty() && around.is_empty();
    let refused = story.servers_said(|said| matches!(said, ServerSignal::StartRefused(_)));
    let message =
        "an upgrade of packages restarted the server: hold its packages, or give upgrades a window";
    let weighed = Weighed::new(message)
        .shown(Weight::Fair, packages)
        .shown(Weight::Proof, own)
        .shown(Weight::Strong, around)
        .shown(Weight::Slight, life(story))
        .against(
            Weight::Strong,
            apart,
            "no stop or start of the server is near the upgrade",
        )
        .against(
            Weight::Strong,
            !refused.is_empty(),
            "the next start was refused: that is what keeps it down",
        )
        .against(
            Weight::Proof,
            !server_crashed::died(story).is_empty(),
            "its own code failed: that is what keeps it down",
        );
    Some(weighed)
}

/// Packages of the server's that were changed near its stop or its start; and those around
/// it, libraries first of all, that were changed shortly before it was asked to stop:
/// needrestart then restarts what uses them.
pub(super) fn at_a_stop(story: &Story) -> Vec<&Signal> {
    let life = life(story);
    let asked = story.servers_said(|said| matches!(said, ServerSignal::StopRequested { .. }));
    let is_near = |one: &Signal| {
        life.iter()
            .any(|other| other.since(one).is_some_and(|it| it.abs() <= NEAR))
    };
    let is_before = |one: &Signal| {
        asked.iter().any(|stop| {
            stop.since(one)
                .is_some_and(|it| !it.is_negative() && it <= NEAR)
        })
    };
    let mut changed = story.people_did(|did| matches!(did, OperatorSignal::Package { .. }));
    changed.retain(|one| match &one.said {
        Said::Operator(OperatorSignal::Package {
            of_database: true, ..
        }) => is_near(one),
        _ => is_before(one),
    });
    changed
}

fn life(story: &Story) -> Vec<&Signal> {
    story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::StopRequested { .. }
                | ServerSignal::Starting { .. }
                | ServerSignal::Stopped
        )
    })
}
