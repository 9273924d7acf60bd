//! `work_mem`, taken by every worker of a parallel statement.

use plimsoll_model::Layer;

use super::context::{Holds, large};
use super::workers;
use crate::cause::{Weighed, Weight, cause};
use crate::scene::{OPERATION, Scene};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// `work_mem` bounds one sort or hash of one process. A parallel statement has several
    /// processes, each of which takes it for itself: with four workers one report takes five
    /// times of what was reckoned with.
    ///
    /// ## How it shows
    ///
    /// The process that was killed for memory is a `parallel worker`; the dump of a worker's
    /// contexts has sorts or hashes as the largest.
    ///
    /// ## What speaks against it
    ///
    /// One process that holds most of the memory.
    ///
    /// ## What to do
    ///
    /// Lower `work_mem`, or `max_parallel_workers_per_gather` for the reports; the load line
    /// with them stands in `plimsoll bill`.
    PARALLEL_WORKERS_TOOK_MEMORY {
        name: "parallel-workers-took-memory",
        class: MemoryConfig,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let scene = Scene::of(story).filter(Scene::is_postgresql)?;
    let workers = workers::parallel(story);
    if workers.is_empty() || !scene.is_killed() {
        return None;
    }
    let table = scene.table.as_ref();
    // A line that tells of the victim alone is no table.
    let one = table.is_some_and(|it| it.processes > 1 && it.largest_bytes * 2 > it.server_bytes);
    let changed = scene.changed(&OPERATION);
    let message = "workers of parallel statements took work_mem each and went over the memory limit: lower work_mem, or let a statement have fewer workers";
    let weighed = Weighed::new(message)
        .blames(&["work_mem", "max_parallel_workers_per_gather"])
        .shown(Weight::Strong, workers)
        .shown(Weight::Fair, scene.kills.iter().map(|(signal, _)| *signal))
        .shown(Weight::Strong, large(story, Holds::Operations))
        .changed(Weight::Strong, &scene, &changed)
        .against(Weight::Fair, one, "one process held most of it");
    Some(weighed)
}
