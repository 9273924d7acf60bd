//! The orchestrator put the server off its node.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::OrchestratorSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A pod was evicted, preempted or drained: for pressure of memory or disk on the node,
    /// a taint, an upgrade of the node, an autoscaler that wants fewer nodes.
    ///
    /// ## How it shows
    ///
    /// Events of an eviction, a preemption or a drain, and the server asked to stop at that
    /// time.
    ///
    /// ## What speaks against it
    ///
    /// A container that was killed for its own limit.
    ///
    /// ## What to do
    ///
    /// Requests equal to limits (class Guaranteed), a `PodDisruptionBudget`, a priority
    /// class; for pressure of the node, look at who else runs there.
    EVICTED {
        name: "evicted",
        class: OperatorOrOrchestratorStop,
        layer: Some(Layer::Orchestrator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.orchestrator_said(|said| matches!(said, OrchestratorSignal::Evicted { .. }));
    let told = super::by_itself::evictions_told(story);
    if said.is_empty() && told.is_empty() {
        return None;
    }
    let message = "the orchestrator moved the server off its node: give it guaranteed resources, a disruption budget and a priority";
    let weighed = Weighed::new(message).shown(Weight::Proof, said.into_iter().chain(told));
    Some(weighed)
}
