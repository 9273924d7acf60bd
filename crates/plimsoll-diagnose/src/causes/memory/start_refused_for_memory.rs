//! The server could not get its memory at start, and said so.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::scene::Scene;
use crate::signal::{ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Shared memory or a pool was asked for in one piece and the kernel refused it.
    ///
    /// ## How it shows
    ///
    /// `could not map anonymous shared memory: Cannot allocate memory`, `Cannot allocate
    /// memory for the buffer pool`, and the server ends.
    ///
    /// ## What speaks against it
    ///
    /// It started afterwards with the same parameters: then something else had the memory.
    ///
    /// ## What to do
    ///
    /// Lower the parameter the message names to what the machine has. Where the amount
    /// is far above what was meant, its unit is wrong.
    START_REFUSED_FOR_MEMORY {
        name: "start-refused-for-memory",
        class: MemoryStartupAlloc,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let mut named = None;
    let refused = story.server().filter(|(_, said)| match said {
        ServerSignal::StartRefused(StartRefusal::Memory { parameter, .. }) => {
            named = named.or(*parameter);
            true
        }
        _ => false,
    });
    let refused: Vec<_> = refused.map(|(signal, _)| signal).collect();
    if refused.is_empty() {
        return None;
    }
    let scene = Scene::of(story);
    let changes = scene.iter().flat_map(|it| &it.changes);
    let blamed = named.map_or_else(
        || changes.clone().map(|change| change.parameter).collect(),
        |name| vec![name],
    );
    let message = "the server asked at its start for more memory than there is: lower the pool it names, and look at its unit";
    let weighed = Weighed::new(message)
        .blames(&blamed)
        .shown(Weight::Proof, refused)
        .shown(Weight::Slight, changes.map(|change| change.signal));
    Some(weighed)
}
