//! People and packages: cleared where the kernel says that it killed, and nobody
//! asked for a stop, or changed the configuration of anything else before.

use plimsoll_model::EventKind;

use super::found::Look;
use crate::signal::{OperatorSignal, Said, ServerSignal};
use crate::story::Story;
use crate::written::CHANGED_WITHIN;

pub(super) fn look(story: &Story) -> Look<'_> {
    let acts = story.people_did(|did| {
        !matches!(
            did,
            OperatorSignal::LoggedIn
                | OperatorSignal::Package {
                    of_database: false,
                    ..
                }
        )
    });
    let asked = story.servers_said(|said| matches!(said, ServerSignal::StopRequested { .. }));
    if !acts.is_empty() || !asked.is_empty() {
        return Look::Unknown(
            "somebody acted near that time: before or after it fell, the times decide",
        );
    }
    // A parameter of the server's is mended in it; what else somebody changed on its machine
    // may be what took the memory.
    let changed = story.signals().any(|signal| match &signal.said {
        Said::Event(told) => {
            told.event.kind == EventKind::ConfigChange
                && told.changes.is_empty()
                && story.is_before_moment(signal, CHANGED_WITHIN)
        }
        _ => false,
    });
    if changed {
        return Look::Unknown(
            "somebody changed something else's configuration before: whether that took the memory decides",
        );
    }
    let kills = story.own_kills();
    if kills.is_empty() {
        return Look::Unknown(
            "what people and packages did at that time decides (journalctl, /var/log/apt)",
        );
    }
    Look::Worked(
        "the kernel killed for memory; nobody asked for a stop".to_owned(),
        kills,
    )
}
