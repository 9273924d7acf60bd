//! The machine was restarted.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::signal::{KernelSignal, OperatorSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The machine went down and came back, and the server with it.
    ///
    /// ## How it shows
    ///
    /// The kernel's log begins anew, or the journal tells of a reboot that was asked for.
    ///
    /// ## What speaks against it
    ///
    /// A server that stayed up; a fault of the hardware before it; a machine that went without
    /// a word of anybody and without a stop of the server, which may have lost its power.
    ///
    /// ## What to do
    ///
    /// Ask who restarted it; where nobody did, look at the hardware and the hypervisor.
    MACHINE_RESTARTED {
        name: "machine-restarted",
        class: OperatorOrOrchestratorStop,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let asked = story.people_did(|did| matches!(did, OperatorSignal::Reboot));
    let begins = story.begins();
    let mut boots = story.kernel_said(|said| matches!(said, KernelSignal::Boot));
    // Where all that was read begins with a start, nothing tells that it ran before.
    boots.retain(|boot| boot.at.is_none() || boot.at > begins);
    let panics = story.kernel_said(|said| matches!(said, KernelSignal::Panic));
    if asked.is_empty() && boots.is_empty() && panics.is_empty() {
        return None;
    }
    let starts = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::Starting { .. } | ServerSignal::CrashFound
        )
    });
    let hardware = story.kernel_said(|said| matches!(said, KernelSignal::HardwareError));
    let message =
        "the machine restarted, and the server with it: ask who did it, or look at its hardware";
    let reset = super::killed_by_probe::resets(story);
    let stops = story.servers_said(|said| matches!(said, ServerSignal::StopRequested { .. }));
    let is_sudden = asked.is_empty() && panics.is_empty() && stops.is_empty();
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, asked)
        .shown(Weight::Strong, panics)
        .shown(Weight::Fair, boots)
        .shown(Weight::Fair, starts)
        .against(
            Weight::Strong,
            !reset.is_empty(),
            "a watchdog reset it, which somebody has to feed",
        )
        .against(
            Weight::Strong,
            is_sudden,
            "nobody is told to have asked for it, and the server was not stopped for it",
        )
        .against(
            Weight::Fair,
            !hardware.is_empty(),
            "the hardware reported errors",
        );
    Some(weighed)
}
