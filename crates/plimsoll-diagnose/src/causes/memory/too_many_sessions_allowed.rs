//! So many sessions that even waiting they fill the memory.

use plimsoll_model::Layer;

use super::billed;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{CROWD, Family, Scene};
use crate::story::Story;

/// Processes from which one may speak of a crowd.
const CROWD_MIN: usize = 150;

cause! {
    /// ## What it is
    ///
    /// Each session costs memory even while it waits: its caches, its page tables. Some
    /// hundreds of them went over the limit with nobody doing much.
    ///
    /// ## How it shows
    ///
    /// The kernel's table has hundreds of backends, each small, together most of the limit.
    ///
    /// ## What speaks against it
    ///
    /// Some backends that each hold much: then it is what they did.
    ///
    /// ## What to do
    ///
    /// A pooler in transaction mode, and `max_connections` no higher than what the load
    /// line carries.
    TOO_MANY_SESSIONS_ALLOWED {
        name: "too-many-sessions-allowed",
        class: MemoryConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story).filter(Scene::is_postgresql)?;
    let table = scene.table.as_ref()?;
    let changed = scene.changed(&CROWD);
    let idle_bytes = table.server_bytes.saturating_sub(table.busy_bytes);
    let crowd = table.processes >= CROWD_MIN
        && table.is_share(idle_bytes, 0.4)
        && idle_bytes > table.busy_bytes;
    if !crowd && changed.is_empty() && !billed::blames(story, Family::Crowd) {
        return None;
    }
    let message = format!(
        "{} sessions, most of them waiting, filled the memory limit by their number: a pooler, and max_connections no higher than the load line",
        table.processes
    );
    let weighed = Weighed::new(message)
        .blames(&["max_connections"])
        .shown(Weight::Fair, scene.lines())
        .watched(story, &scene)
        .billed(story, Family::Crowd, true)
        .holds(Weight::Strong, crowd)
        .changed(Weight::Fair, &scene, &changed);
    Some(weighed)
}
