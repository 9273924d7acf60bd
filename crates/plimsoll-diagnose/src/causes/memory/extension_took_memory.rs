//! An extension that took the memory.

use plimsoll_model::Layer;

use super::context::{Holds, large};
use super::workers;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::Scene;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// An extension has memory of its own, which no parameter of the server bounds: a cache
    /// of geometries or vectors, a build of an index of its own kind, a background worker
    /// that collects.
    ///
    /// ## How it shows
    ///
    /// The largest context of a dump is none of the server's own, or the process that was
    /// killed for memory is the background worker of an extension.
    ///
    /// ## What speaks against it
    ///
    /// Sessions of clients that were killed for memory as well: who is killed need not be who
    /// took it.
    ///
    /// ## What to do
    ///
    /// Look at the extension's own parameters and at what is known of its version; build its
    /// indexes and run its jobs one at a time.
    EXTENSION_TOOK_MEMORY {
        name: "extension-took-memory",
        class: MemoryQueryOrExtension,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let contexts = large(story, Holds::Extension);
    let is_killed = Scene::of(story).is_some_and(|scene| scene.is_killed());
    let workers = workers::of_extensions(story);
    let workers = if is_killed { workers } else { Vec::new() };
    if contexts.is_empty() && workers.is_empty() {
        return None;
    }
    let others = workers::others(story);
    let message = "an extension took the memory, which no parameter of the server bounds: see what it does at that time and its own parameters";
    let weighed = Weighed::new(message)
        .shown(Weight::Proof, contexts)
        .shown(Weight::Strong, workers)
        .against(
            Weight::Strong,
            is_killed && !others.is_empty(),
            "sessions of clients were killed for memory as well",
        );
    Some(weighed)
}
