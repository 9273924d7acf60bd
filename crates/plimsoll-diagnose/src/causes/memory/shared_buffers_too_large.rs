//! `shared_buffers` that leaves no room.

use plimsoll_model::Layer;

use super::{billed, limit_lowered};
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{Family, POOL, Scene};
use crate::story::Story;

/// The share of the limit above which buffers leave too little for sessions.
const SHARE: f64 = 0.5;

cause! {
    /// ## What it is
    ///
    /// `shared_buffers` is charged as it is touched: a server whose buffers are most of
    /// its limit starts well, fills them over hours, and then has no room for sessions.
    ///
    /// ## How it shows
    ///
    /// At the kill, shared memory is half of the limit or more, and sessions are modest.
    ///
    /// ## What speaks against it
    ///
    /// Sessions or other programs that hold more than the buffers do.
    ///
    /// ## What to do
    ///
    /// `shared_buffers` to a quarter of the limit; more only with a bill that shows room.
    SHARED_BUFFERS_TOO_LARGE {
        name: "shared-buffers-too-large",
        class: MemoryConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story).filter(Scene::is_postgresql)?;
    let changed = scene.changed(&POOL[..1]);
    let table = scene.table.as_ref();
    let large = table.is_some_and(|it| it.is_share(it.shmem_bytes, SHARE));
    let billed = billed::blames(story, Family::Pool);
    if !scene.is_killed() && scene.deaths.is_empty() || !large && changed.is_empty() && !billed {
        return None;
    }
    let message = "shared buffers filled most of the memory limit and left no room for sessions: lower shared_buffers to about a quarter of the limit";
    let more = table.is_some_and(|it| it.server_bytes + it.others_bytes > it.shmem_bytes);
    let lowered = scene
        .lines()
        .next()
        .is_some_and(|kill| !limit_lowered::told(story, kill).is_empty());
    let weighed = Weighed::new(message)
        .blames(&["shared_buffers"])
        .shown(Weight::Fair, scene.lines())
        .watched(story, &scene)
        .billed(story, Family::Pool, true)
        .holds(Weight::Strong, large)
        .changed(Weight::Strong, &scene, &changed)
        .against(
            Weight::Fair,
            lowered && changed.is_empty(),
            "they are what they were when the limit was larger",
        )
        .against(
            Weight::Fair,
            more,
            "sessions and other programs held more than the buffers",
        );
    Some(weighed)
}
