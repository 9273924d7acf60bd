//! The server was asked to stop.

use plimsoll_model::Layer;

use super::{back, requests};
use crate::cause::{Weighed, Weight, cause};
use crate::causes::start::server_crashed;
use crate::signal::{
    OperatorAct, OperatorSignal, OrchestratorSignal, Replication, ServerSignal, Signal,
};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A person, a script, a unit or an operator of databases asked the server to stop, and
    /// it did.
    ///
    /// ## How it shows
    ///
    /// The server tells of a request (fast, smart, immediate shutdown; `Received SHUTDOWN
    /// from user`), and ends in order.
    ///
    /// ## What speaks against it
    ///
    /// It went down before it was asked; it came back at once as a planned restart does.
    ///
    /// ## What to do
    ///
    /// Ask who did it: the request's time in the shell history, the journal, the
    /// orchestrator's events. Start it again.
    STOPPED_ON_REQUEST {
        name: "stopped-on-request",
        class: OperatorOrOrchestratorStop,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let asked = requests::requests(story);
    let units = story.orchestrator_said(|said| {
        matches!(
            said,
            OrchestratorSignal::Stopping { .. } | OrchestratorSignal::Demoted { .. }
        )
    });
    let people = story.people_did(|did| {
        matches!(
            did,
            OperatorSignal::Command {
                act: OperatorAct::Stop
            }
        )
    });
    if asked.is_empty() && units.is_empty() && people.is_empty() {
        return None;
    }
    let first = asked.first().and_then(|signal| signal.at);
    let fell = story.servers_said(fell);
    let fell_before = fell
        .iter()
        .any(|signal| signal.at.is_some() && first.is_some() && signal.at < first);
    let refused = story.servers_said(|said| matches!(said, ServerSignal::StartRefused(_)));
    let of_machine = requests::asked_of_machine(story);
    let by_statement = !asked_by_accounts(story).is_empty();
    let is_persons = by_statement
        || !people.is_empty()
        || !of_machine.is_empty()
        || !super::package_upgraded::at_a_stop(story).is_empty();
    let by_orchestrator = !units.is_empty() && !is_persons;
    let message = "the server was asked to stop, and did: ask who did it, and start it again";
    let weighed = Weighed::new(message)
        .shown(Weight::Proof, asked)
        .shown(Weight::Fair, units)
        .shown(Weight::Fair, people)
        .holds(Weight::Fair, by_statement)
        .against(
            Weight::Fair,
            !requests::announced(story).is_empty(),
            "it was told before as planned",
        )
        .against(Weight::Strong, fell_before, "it had gone down before")
        .against(
            Weight::Strong,
            !refused.is_empty(),
            "the next start was refused: that is what keeps it down",
        )
        .against(
            Weight::Strong,
            crashed_at_next_start(story),
            "the next start ended by its own code: that is what keeps it down",
        );
    let weighed = against_a_return(for_another_reason(weighed, story), story);
    Some(if by_orchestrator {
        weighed.mended_in(Layer::Orchestrator)
    } else {
        weighed
    })
}

/// Whether its own code failed as it started again, before it took a session.
fn crashed_at_next_start(story: &Story) -> bool {
    let died = server_crashed::died(story);
    let (mut is_asked, mut is_starting) = (false, false);
    story.server().any(|(signal, said)| {
        match said {
            ServerSignal::StopRequested { .. } => (is_asked, is_starting) = (true, false),
            ServerSignal::Starting { .. } => is_starting = is_asked,
            ServerSignal::Ready => is_starting = false,
            _ => {}
        }
        is_starting && died.contains(&signal)
    })
}

/// Less likely where something is known that a server is stopped for.
fn for_another_reason(weighed: Weighed, story: &Story) -> Weighed {
    let killed = story.is_killed_for_memory();
    let short = story
        .orchestrator_said(|said| matches!(said, OrchestratorSignal::KilledForPressure { .. }));
    let store =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::StoreUnreachable { .. }));
    weighed
        .against(Weight::Strong, killed, "it was killed for memory")
        .against(
            Weight::Strong,
            !short.is_empty(),
            "a daemon that watches the machine's memory sent the signal",
        )
        .against(
            Weight::Proof,
            !requests::stopped_for_check(story).is_empty(),
            "a health check of it had just failed",
        )
        .against(
            Weight::Proof,
            !requests::stopped_for_probe(story).is_empty(),
            "a probe of it had just failed for good",
        )
        .against(
            Weight::Strong,
            super::by_itself::is_evicted(story),
            "the orchestrator put it off its node",
        )
        .against(
            Weight::Proof,
            back::was_over(story),
            "it was back when it fell",
        )
        .against(
            Weight::Strong,
            !requests::asked_of_machine(story).is_empty(),
            "the machine was told to restart",
        )
        .against(
            Weight::Proof,
            !store.is_empty(),
            "what runs it lost the store that says who is primary",
        )
}

/// That it came back speaks against a stop that nobody knows of.
fn against_a_return(weighed: Weighed, story: &Story) -> Weighed {
    let unclean = story.servers_said(|said| matches!(said, ServerSignal::CrashFound));
    let is_by_itself = !super::stopped_by_itself(story).is_empty();
    weighed
        .against(
            Weight::Strong,
            failed_after_its_return(story),
            "it was started again, and what failed came behind that",
        )
        .against(
            Weight::Strong,
            back::came_back(story) && unclean.is_empty() && !is_by_itself,
            "it was back within minutes, as a planned restart is",
        )
}

/// Whether it took sessions again behind the last stop, and then told of what that stop does
/// not explain: a stop of days before, for a move, is no outage by itself.
fn failed_after_its_return(story: &Story) -> bool {
    let (mut asked, mut is_back, mut failed) = (None, false, false);
    for (signal, said) in story.server() {
        match said {
            ServerSignal::StopRequested { .. } => {
                asked = Some(&signal.line.file);
                (is_back, failed) = (false, false);
            }
            ServerSignal::Ready if asked == Some(&signal.line.file) => is_back = true,
            _ => failed |= is_back && fails_later(said),
        }
    }
    failed
}

/// What fails while the server runs.
fn fails_later(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::Replication(
            Replication::SourceGone
                | Replication::Diverged
                | Replication::Refused
                | Replication::Parameter { .. }
        ) | ServerSignal::DiskFull(_)
            | ServerSignal::LockTableFull { .. }
            | ServerSignal::NoSlotsLeft(_)
    )
}

/// Accounts of scripts: Debian's, and Amazon RDS's.
const OF_SCRIPTS: [&str; 2] = ["debian-sys-maint", "rdsadmin"];

/// Requests by a statement of a person's account, of which nobody had told: a service
/// manager sends a signal.
pub(in crate::causes) fn asked_by_accounts(story: &Story) -> Vec<&Signal> {
    let is_told = !requests::announced(story).is_empty();
    story.servers_said(|said| {
        matches!(said, ServerSignal::StopRequested { by: Some(account), .. }
            if !is_told && !OF_SCRIPTS.contains(&account.as_str()))
    })
}

fn fell(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::ProcessDied { .. }
            | ServerSignal::Crashed { .. }
            | ServerSignal::StartRefused(_)
    )
}
