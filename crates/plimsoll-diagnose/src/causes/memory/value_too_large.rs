//! A request above the server's own limit of one value or one allocation.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A value or a structure above a limit that no parameter moves: 1 GB for a value of
    /// `PostgreSQL`, `max_allowed_packet` apart in the others. The statement fails; the
    /// server goes on.
    ///
    /// ## How it shows
    ///
    /// `invalid memory alloc request size`, `out of memory` with `Cannot enlarge string
    /// buffer`, a packet too large.
    ///
    /// ## What speaks against it
    ///
    /// A kill by the kernel.
    ///
    /// ## What to do
    ///
    /// Mend the statement: it builds a value that large, or the data it reads is damaged.
    VALUE_TOO_LARGE {
        name: "value-too-large",
        class: MemoryQueryOrExtension,
        layer: Some(Layer::Application),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let large = story
        .server()
        .filter(|(_, said)| matches!(said, ServerSignal::RequestTooLarge { .. }));
    let large: Vec<_> = large.map(|(signal, _)| signal).collect();
    if large.is_empty() {
        return None;
    }
    let killed = story.is_killed_for_memory();
    let message = "a statement asked for more than the server allows one value to take: mend the statement; no parameter helps";
    let weighed = Weighed::new(message).shown(Weight::Proof, large).against(
        Weight::Strong,
        killed,
        "the kernel killed for memory",
    );
    Some(weighed)
}
