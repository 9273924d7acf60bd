//! Plans and prepared statements that sessions keep.

use plimsoll_model::Layer;

use super::context::{Holds, large};
use crate::cause::{Weighed, Weight, cause};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A session keeps the plan of every prepared statement and function it used, and what
    /// it read of every table for them, until it ends. With thousands of statements or
    /// partitions, in sessions that a pool keeps for days, that is more than there is. No
    /// parameter bounds it.
    ///
    /// ## How it shows
    ///
    /// `out of memory` with a dump of contexts, the largest `CachedPlan` and its like, or
    /// `CacheMemoryContext` and its children.
    ///
    /// ## What speaks against it
    ///
    /// Sorts, hashes or one value that hold most of the memory.
    ///
    /// ## What to do
    ///
    /// End sessions after a while (a pool's `server_lifetime`), deallocate statements that
    /// are not used again, prepare fewer different ones, read fewer partitions.
    KEPT_PLANS_TOOK_MEMORY {
        name: "kept-plans-took-memory",
        class: MemoryQueryOrExtension,
        layer: Some(Layer::Application),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let kept = large(story, Holds::Plans);
    if kept.is_empty() {
        return None;
    }
    let message = "a session kept so many plans and so much of tables for them that no memory was left: end sessions after a while, prepare fewer different statements, read fewer partitions";
    Some(Weighed::new(message).shown(Weight::Proof, kept))
}
