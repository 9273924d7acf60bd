//! Another process, or another container on the host, took the memory.

use plimsoll_model::Layer;

use super::pressure::Pressure;
use crate::cause::{Weighed, Weight, cause};
use crate::causes::benign::is_hurt;
use crate::kills;
use crate::scene::Scene;
use crate::signal::{OomScope, OrchestratorSignal, Said, WatchSignal};
use crate::story::Story;

/// The share of the limit from which others are to blame rather than the server.
const SHARE: f64 = 0.4;

cause! {
    /// ## What it is
    ///
    /// A backup, an agent, an application in the same container or on the same machine
    /// took the memory. The kernel kills whoever is largest, which may be the database.
    ///
    /// ## How it shows
    ///
    /// The kernel's table has a program that is no database's with much of the memory; or
    /// earlyoom killed a server that held less than half of what was taken.
    ///
    /// ## What speaks against it
    ///
    /// The server's own processes hold the most.
    ///
    /// ## What to do
    ///
    /// Give the other program a limit or a machine of its own, and the database a lower
    /// `oom_score_adj` than it.
    NEIGHBOUR_TOOK_MEMORY {
        name: "neighbour-took-memory",
        class: MemoryOtherProcess,
        layer: Some(Layer::Kernel),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story)?;
    let pressure = Pressure::of(story).filter(Pressure::are_others_most);
    if scene.kills.is_empty() && scene.of_others.is_empty() && pressure.is_none() {
        return None;
    }
    let own = scene.table.as_ref();
    let large = own
        .is_some_and(|it| it.is_share(it.others_bytes, SHARE) && it.others_bytes > it.server_bytes);
    let alone = scene.kills.is_empty() && !scene.of_others.is_empty() && !is_apart(story);
    if !large && !alone && pressure.is_none() {
        return None;
    }
    let name = own.and_then(|it| it.other).map(|task| task.name.as_str());
    let told = pressure.as_ref().map(|it| format!(" ({})", it.told()));
    let message = format!(
        "{} held the memory, not the database: give it a limit of its own{}",
        name.unwrap_or("another program"),
        told.unwrap_or_default()
    );
    let evicted = story.signals().filter(|it| {
        matches!(&it.said, Said::Orchestrator(OrchestratorSignal::NodeTrouble { why, .. }) if why.contains("Memory"))
    });
    let on_host = scene
        .kills
        .iter()
        .any(|(_, kill)| kill.scope == OomScope::Host);
    let weighed = Weighed::new(message)
        .shown(Weight::Fair, scene.kills.iter().map(|(signal, _)| *signal))
        .shown(Weight::Fair, scene.of_others.iter().copied())
        .shown(Weight::Fair, pressure.iter().map(|it| it.signal))
        .shown(Weight::Slight, evicted)
        .shown(
            Weight::Slight,
            story.watch_saw(|saw| saw == WatchSignal::MachineShort),
        )
        .unbilled(story)
        .holds(Weight::Strong, large || pressure.is_some())
        .holds(Weight::Slight, on_host);
    Some(weighed)
}

/// Whether others were killed at limits of their own alone, which takes nothing from the
/// database, and it tells of no trouble.
fn is_apart(story: &Story) -> bool {
    let mut others = story
        .oom_kills()
        .filter(|(_, kill)| !kills::is_of_server(kill));
    others.all(|(_, kill)| kill.scope != OomScope::Host) && !is_hurt(story)
}
