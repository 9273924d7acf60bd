//! The machine was short of memory, and a daemon that watches it killed the server.

use plimsoll_model::Layer;

use super::pressure::Pressure;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{CROWD, OPERATION, POOL, Scene, UPKEEP};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// All that runs on the machine together needs more memory than it has. systemd-oomd or
    /// earlyoom saw the pressure and killed the server before the kernel had to.
    ///
    /// ## How it shows
    ///
    /// `Killed … due to memory pressure` of systemd-oomd, `sending SIGTERM to process …` of
    /// earlyoom. They choose what is largest or presses most, which need not be what took the
    /// memory.
    ///
    /// ## What speaks against it
    ///
    /// Another program, or the server itself, held most of it; a parameter of memory that was
    /// raised before; a kill by the kernel, whose table says more.
    ///
    /// ## What to do
    ///
    /// See who holds the memory (`systemd-cgtop -m`, `ps --sort -rss`), price the configuration
    /// against it (`plimsoll bill --limit`), and keep the daemon's hands off the database
    /// (`ManagedOOMPreference=avoid` of its unit, `--avoid` of earlyoom).
    HOST_RAN_SHORT {
        name: "host-ran-short",
        class: MemoryLimitOrHostTooSmall,
        layer: Some(Layer::Kernel),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let pressure = Pressure::of(story)?;
    let scene = Scene::of(story).filter(|scene| scene.kills.is_empty())?;
    let changed = scene.changed(&[&OPERATION[..], &POOL, &UPKEEP, &CROWD].concat());
    let message = format!(
        "the machine was short of memory, and {}: nothing that was read says who took it; see who holds it (systemd-cgtop -m), and price the configuration (plimsoll bill --limit)",
        pressure.told()
    );
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, [pressure.signal])
        .unbilled(story)
        .against(
            Weight::Strong,
            pressure.are_others_most(),
            "other programs held most of it",
        )
        .against(
            Weight::Strong,
            pressure.is_server_most(),
            "the server held most of it",
        )
        .against(
            Weight::Strong,
            !changed.is_empty(),
            "a parameter of memory was changed before",
        );
    Some(weighed)
}
