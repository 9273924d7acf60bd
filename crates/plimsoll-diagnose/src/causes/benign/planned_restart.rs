//! The server was restarted in order.

use crate::cause::{Weighed, Weight, cause};
use crate::causes::stops::stopped_on_request::asked_by_accounts;
use crate::causes::stops::{announced, is_again_and_again, stopped_by_itself, stopped_for_probe};
use crate::signal::{OrchestratorSignal, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// It was asked to stop, stopped in order, and was back soon: a restart for a
    /// parameter, a rotation, an upgrade in its window.
    ///
    /// ## How it shows
    ///
    /// A request to stop, `database system is shut down` or `Shutdown complete`, then ready
    /// within minutes, with nothing failing between; an event that told of it before.
    ///
    /// ## What speaks against it
    ///
    /// Anything that went down before the request; a start that failed; the third stop within
    /// an hour; a switchover, a probe, an eviction, a newer image or an account's statement
    /// that it was for.
    ///
    /// ## What to do
    ///
    /// Nothing.
    PLANNED_RESTART {
        name: "planned-restart",
        class: Benign,
        layer: None,
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let asked = story.servers_said(|said| matches!(said, ServerSignal::StopRequested { .. }));
    asked.first()?;
    let back = crate::causes::stops::came_back(story);
    let troubled = !story.servers_said(is_trouble).is_empty() || story.is_killed_for_memory();
    if !back {
        return None;
    }
    let demoted =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::Demoted { .. }));
    let message = "the server was restarted in order and was back soon: nothing to mend";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, asked)
        .holds(Weight::Fair, back)
        .shown(Weight::Fair, announced(story))
        .holds(Weight::Fair, !troubled)
        .against(Weight::Proof, troubled, "something failed besides")
        .against(
            Weight::Proof,
            !stopped_for_probe(story).is_empty(),
            "a probe of it had just failed for good",
        )
        .against(
            Weight::Strong,
            !stopped_by_itself(story).is_empty(),
            "an orchestrator stopped it for reasons of its own",
        )
        .against(
            Weight::Strong,
            is_again_and_again(story),
            "it was stopped again and again within an hour",
        )
        .against(
            Weight::Strong,
            !demoted.is_empty(),
            "another server became primary",
        )
        .against(
            Weight::Fair,
            !asked_by_accounts(story).is_empty(),
            "an account asked for it by a statement, as no service manager does",
        );
    Some(weighed)
}

fn is_trouble(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::ProcessDied { .. }
            | ServerSignal::Crashed { .. }
            | ServerSignal::CrashFound
            | ServerSignal::StartRefused(_)
            | ServerSignal::DiskFull(_)
            | ServerSignal::NoSlotsLeft(_)
            | ServerSignal::LibraryLacks { .. }
    )
}
