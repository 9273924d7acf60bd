//! The container and its limits: cleared where memory ran out on the machine
//! and not in a group, or an orchestrator says that it stayed well.

use super::found::{Look, span};
use crate::priced::Says;
use crate::signal::{OomScope, OrchestratorSignal, WatchSignal};
use crate::story::Story;

pub(super) fn look(story: &Story) -> Look<'_> {
    let in_group: Vec<_> = story
        .oom_kills()
        .filter(|(_, kill)| matches!(kill.scope, OomScope::Cgroup(_)))
        .map(|(signal, _)| signal)
        .collect();
    if !in_group.is_empty() {
        return Look::Unknown(match story.priced.get().map(|priced| priced.says) {
            Some(Says::Parameters) => {
                "its limit was reached by values of the configuration; whether it was lowered before, its history tells (--events)"
            }
            Some(Says::Within) => {
                "its limit was reached, and the configuration does not ask for as much: what else is in the group decides"
            }
            Some(Says::Limit | Says::Undecided) | None => {
                "its limit was reached: whether the limit or what asks for it is wrong, the bill of the configuration decides (--config; plimsoll bill --limit)"
            }
        });
    }
    let on_host: Vec<_> = story
        .oom_kills()
        .filter(|(_, kill)| kill.scope == OomScope::Host)
        .map(|(signal, _)| signal)
        .collect();
    if !on_host.is_empty() && story.ended_for_memory().is_empty() {
        let why = "memory ran out on the machine, not in a group".to_owned();
        return Look::Worked(why, on_host);
    }
    let ended = story.orchestrator_said(|said| {
        matches!(
            said,
            OrchestratorSignal::OomKilled { .. } | OrchestratorSignal::Ended { .. }
        )
    });
    let healthy =
        story.orchestrator_said(|said| matches!(said, OrchestratorSignal::Healthy { .. }));
    let around = story.moment.is_some_and(|moment| {
        let before = |it: &&crate::signal::Signal| it.at.is_some_and(|at| at <= moment);
        let after = |it: &&crate::signal::Signal| it.until.is_some_and(|at| at >= moment);
        healthy.iter().any(before) && healthy.iter().any(after)
    });
    if ended.is_empty() && around {
        let why = format!("it was well {}", span(&healthy));
        return Look::Worked(why, healthy);
    }
    if ended.is_empty() && story.is_none_killed() {
        let room = story.watch_saw(|saw| saw == WatchSignal::MemoryRoom);
        if !room.is_empty() {
            let none = story.watch_saw(|saw| saw == WatchSignal::NoneKilled);
            let why = format!(
                "its limit was far and nothing was killed for it, {}",
                span(&none)
            );
            return Look::Worked(why, room.into_iter().chain(none).collect());
        }
    }
    Look::Unknown(
        "the state of its container and its limit decide (kubectl get pod -o json, docker inspect)",
    )
}
