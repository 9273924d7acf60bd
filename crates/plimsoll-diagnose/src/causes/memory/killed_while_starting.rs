//! Killed for memory before it took its first session.

use plimsoll_model::Layer;

use super::limit_lowered;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{DEFAULT_POOL_BYTES, Scene};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// What the server takes while it starts (pools, tables of its own, recovery) is more
    /// than the limit: it dies at every start.
    ///
    /// ## How it shows
    ///
    /// The kernel kills it between its first line and `ready for connections`.
    ///
    /// ## What speaks against it
    ///
    /// It had been ready; a limit below what it takes with its built-in values, which is too
    /// small whatever is set.
    ///
    /// ## What to do
    ///
    /// Lower the pool that is taken at start (`innodb_buffer_pool_size`, performance
    /// schema, huge or locked pages), or raise the limit: `plimsoll bill` says which.
    KILLED_WHILE_STARTING {
        name: "killed-while-starting",
        class: MemoryStartupAlloc,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story).filter(|scene| scene.is_starting)?;
    let lowered = scene
        .lines()
        .next()
        .is_some_and(|kill| !limit_lowered::told(story, kill).is_empty());
    // What is told of no pool would not start with the built-in one either.
    let is_modest = super::pool_bytes(story).is_none_or(|bytes| bytes <= DEFAULT_POOL_BYTES);
    let below = is_modest && scene.is_below_rest(Some(DEFAULT_POOL_BYTES));
    let message = "the server was killed for memory while it started: what it takes at start is above the limit";
    let weighed = Weighed::new(message)
        .blames(scene.blames_at_start())
        .shown(
            Weight::Strong,
            scene
                .kills
                .iter()
                .map(|(signal, _)| *signal)
                .chain(scene.ended.iter().copied()),
        )
        .holds(Weight::Strong, true)
        .against(Weight::Strong, lowered, "the limit was changed before")
        .against(
            Weight::Fair,
            below,
            "the limit is below what it takes with its built-in values",
        );
    Some(weighed)
}
