//! `innodb_buffer_pool_size` that leaves no room.

use plimsoll_model::Layer;

use super::billed;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{DEFAULT_POOL_BYTES, Family, POOL, Scene};
use crate::story::Story;

/// The share of the limit above which a pool leaves too little: sessions, tables
/// and the allocator take a quarter besides (truth/).
const SHARE: f64 = 0.7;

cause! {
    /// ## What it is
    ///
    /// The buffer pool is taken as it fills. One of most of the limit starts well and
    /// goes over it hours or days later, with no sign in the server's own log.
    ///
    /// ## How it shows
    ///
    /// The kernel kills mysqld or mariadbd for the limit; the server said at its start
    /// how large the pool is, and that is most of the limit.
    ///
    /// ## What speaks against it
    ///
    /// A pool well below the limit: then sessions' own buffers took it.
    ///
    /// ## What to do
    ///
    /// `innodb_buffer_pool_size` to what `plimsoll bill` says would hold; half to two
    /// thirds of the limit is the usual outcome.
    BUFFER_POOL_TOO_LARGE {
        name: "buffer-pool-too-large",
        class: MemoryConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story).filter(|scene| !scene.is_postgresql())?;
    let changed = scene.changed(&POOL[1..]);
    let limit = scene.limit_bytes;
    let last = super::pool(story);
    let share = last
        .zip(limit)
        .map(|((_, pool), limit)| pool as f64 / limit as f64);
    let large = share.is_some_and(|share| share >= SHARE);
    let billed = billed::blames(story, Family::Pool);
    if !scene.is_killed() || !large && changed.is_empty() && !billed {
        return None;
    }
    let message = "the InnoDB buffer pool fills up to most of the memory limit and leaves no room for sessions: lower innodb_buffer_pool_size";
    let stock = last.is_some_and(|(_, pool)| pool <= DEFAULT_POOL_BYTES) && changed.is_empty();
    let small = share.is_some_and(|share| share < SHARE / 2.0);
    // What was raised comes first: it may be another pool's.
    let mut blamed: Vec<&str> = changed.iter().map(|change| change.parameter).collect();
    blamed.extend(["innodb_buffer_pool_size"]);
    blamed.dedup();
    let weighed = Weighed::new(message)
        .blames(&blamed)
        .shown(Weight::Fair, scene.lines())
        .watched(story, &scene)
        .billed(story, Family::Pool, !changed.is_empty())
        .shown(
            Weight::Strong,
            last.filter(|_| large).map(|(signal, _)| signal),
        )
        .changed(Weight::Strong, &scene, &changed)
        .against(
            Weight::Strong,
            stock,
            "the pool is no larger than the engine's default",
        )
        .against(Weight::Strong, small, "the pool is well below the limit");
    Some(weighed)
}
