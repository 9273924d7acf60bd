//! /dev/shm is too small for parallel queries.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Parallel queries of `PostgreSQL` share memory through files in /dev/shm. In a
    /// container that is 64 MB unless it is given more.
    ///
    /// ## How it shows
    ///
    /// `could not resize shared memory segment … No space left on device`.
    ///
    /// ## What speaks against it
    ///
    /// The disk of the data being full: another path is named then.
    ///
    /// ## What to do
    ///
    /// `--shm-size` (compose: `shm_size`; Kubernetes: an `emptyDir` of medium Memory on
    /// /dev/shm) of a few `work_mem` times the workers, or fewer parallel workers.
    SHARED_MEMORY_DEVICE_FULL {
        name: "shared-memory-device-full",
        class: KernelOrRuntimeLimit,
        layer: Some(Layer::Container),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| matches!(said, ServerSignal::SharedMemoryFull { .. }));
    if said.is_empty() {
        return None;
    }
    let message =
        "/dev/shm is full: give the container more of it, or allow fewer parallel workers";
    let weighed = Weighed::new(message)
        .blames(&["max_parallel_workers_per_gather", "work_mem"])
        .shown(Weight::Proof, said);
    Some(weighed)
}
