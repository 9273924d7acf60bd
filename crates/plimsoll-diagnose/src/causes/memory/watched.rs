//! What a watch measured of memory before the fall, for and against the causes of
//! memory. Without a watch it says nothing.

use crate::cause::{Weighed, Weight};
use crate::scene::Scene;
use crate::signal::WatchSignal;
use crate::story::Story;

impl Weighed {
    /// Memory that was near the limit, or far from it. Where the kernel says that it
    /// killed, figures from seconds before it say no more.
    pub(super) fn watched(self, story: &Story, scene: &Scene<'_>) -> Self {
        let full = story.watch_saw(|saw| saw == WatchSignal::MemoryFull);
        let is_told = scene.is_killed();
        let has_room = !story
            .watch_saw(|saw| saw == WatchSignal::MemoryRoom)
            .is_empty();
        self.shown(
            if is_told {
                Weight::Slight
            } else {
                Weight::Fair
            },
            full,
        )
        .against(
            Weight::Fair,
            has_room && !is_told,
            "what was held stayed far from the limit in the minutes before",
        )
        .against(
            Weight::Strong,
            story.is_none_killed(),
            "the kernel counted no kill for want of memory at the time",
        )
    }
}
