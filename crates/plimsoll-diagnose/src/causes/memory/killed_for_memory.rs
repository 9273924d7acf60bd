//! The server was killed for its memory, and nothing says who held it.

use plimsoll_model::Layer;

use super::pressure::Pressure;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{CROWD, OPERATION, POOL, Scene, UPKEEP};
use crate::signal::OrchestratorSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The server's container or unit was killed for its memory, as its state or its
    /// manager says, and the kernel's account of who held what was not read.
    ///
    /// ## How it shows
    ///
    /// `OOMKilled` of a container, `Failed with result 'oom-kill'` of a unit, and no table
    /// of tasks. systemd-oomd and earlyoom kill for the whole machine: of them it is the
    /// line that says that the server held the most.
    ///
    /// ## What speaks against it
    ///
    /// The kernel's own words: they tell whose memory it was. A statement that died: what
    /// it does tells more.
    ///
    /// ## What to do
    ///
    /// Price the configuration against the limit (`plimsoll bill --limit`), and bring the
    /// kernel's log of that time (`journalctl -k`).
    KILLED_FOR_MEMORY {
        name: "killed-for-memory",
        class: MemoryConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story).filter(|scene| !scene.ended.is_empty())?;
    if scene.table.is_some() {
        return None;
    }
    let changed = scene.changed(&[&OPERATION[..], &POOL, &UPKEEP, &CROWD].concat());
    let mut blamed: Vec<&str> = changed.iter().map(|change| change.parameter).collect();
    blamed.extend(scene.blames_at_start());
    blamed.dedup();
    let again = story
        .orchestrator_said(|said| matches!(said, OrchestratorSignal::GaveUp { .. }))
        .into_iter();
    let pressure = Pressure::of(story);
    let weight = match &pressure {
        Some(pressure) if !pressure.is_server_most() => Weight::Fair,
        Some(_) | None => Weight::Strong,
    };
    let others = pressure.as_ref().is_some_and(Pressure::are_others_most);
    let weighed = Weighed::new(message(pressure.as_ref()))
        .blames(&blamed)
        .shown(weight, scene.ended.iter().copied())
        .shown(Weight::Slight, again)
        .changed(Weight::Strong, &scene, &changed)
        .against(
            Weight::Fair,
            !scene.of_others.is_empty(),
            "the kernel killed others for memory, too",
        )
        .against(Weight::Strong, others, "other programs held most of it")
        .against(
            Weight::Fair,
            scene.statements().next().is_some(),
            "a statement was at work in what was killed",
        );
    Some(weighed)
}

fn message(pressure: Option<&Pressure<'_>>) -> String {
    const PRICE: &str = "price its configuration against the limit (plimsoll bill --limit)";
    match pressure {
        Some(pressure) => format!(
            "the machine was short of memory, and {}: {PRICE}",
            pressure.told()
        ),
        None => format!(
            "the server was killed for its memory, and nothing that was read says who held it: {PRICE}, and bring the kernel's log"
        ),
    }
}
