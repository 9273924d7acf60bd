//! The limit was lowered under a server that lived in it.

use plimsoll_model::{EventKind, Layer};

use crate::cause::{Weighed, Weight, cause};
use crate::scene::Scene;
use crate::signal::{Signal, Subject, Turn};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Somebody gave the container or the machine less memory than before, and the server
    /// kept its parameters.
    ///
    /// ## How it shows
    ///
    /// An event tells of the limit's change before the kill.
    ///
    /// ## What speaks against it
    ///
    /// A parameter that was changed after it.
    ///
    /// ## What to do
    ///
    /// Put the limit back, or price the configuration for the new one (`plimsoll bill`).
    LIMIT_LOWERED {
        name: "limit-lowered",
        class: MemoryLimitOrHostTooSmall,
        layer: Some(Layer::Container),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story)?;
    let kills: Vec<_> = scene.lines().collect();
    let kill = kills.first().filter(|_| scene.is_killed())?;
    let told = told(story, kill);
    if told.is_empty() {
        return None;
    }
    let message = "the memory limit was changed before the server went over it: put it back, or fit the parameters to it";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, told)
        .shown(Weight::Fair, kills.iter().copied())
        .against(
            Weight::Strong,
            !scene.changes.is_empty(),
            "a parameter of memory was changed too",
        );
    Some(weighed)
}

/// What was told before a kill of a limit that was not raised.
pub(super) fn told<'a>(story: &'a Story, kill: &Signal) -> Vec<&'a Signal> {
    let before = |at| at <= kill.at;
    let raised: Vec<_> = story
        .changes_told()
        .filter(|(_, _, it)| it.subject == Subject::MemoryLimit && it.turn == Turn::Raised)
        .map(|(signal, _, _)| signal)
        .collect();
    let told = story.events().filter(|(signal, event)| {
        let kind = matches!(
            event.kind,
            EventKind::ConfigChange | EventKind::Deploy | EventKind::Scale
        );
        kind && before(signal.at) && is_of_limit(&event.message) && !raised.contains(signal)
    });
    told.map(|(signal, _)| signal).collect()
}

/// Whether an event's words are of a memory limit or of a machine's size.
fn is_of_limit(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let memory = [
        "memory",
        "mem_limit",
        "ram",
        "instance class",
        "instance type",
    ];
    let limit = [
        "limit",
        "memorymax",
        "resources",
        "instance",
        "resize",
        "node",
    ];
    message.contains("memorymax")
        || memory.iter().any(|word| message.contains(word))
            && limit.iter().any(|word| message.contains(word))
}
