//! The kernel refused memory though it killed nobody.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ClientSignal, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// With `vm.overcommit_memory = 2`, or under a limit of address space, the kernel
    /// refuses allocations before memory runs out. Sessions fail with "out of memory" and
    /// the server lives.
    ///
    /// ## How it shows
    ///
    /// `out of memory`, `could not fork … Cannot allocate memory`, with no kill by the
    /// kernel.
    ///
    /// ## What speaks against it
    ///
    /// A kill by the kernel; a request above a limit of the server itself; one statement
    /// that failed alone.
    ///
    /// ## What to do
    ///
    /// Raise `vm.overcommit_ratio`, add swap, or lower what sessions take; on
    /// `memory_limit` of a container look for its own words.
    MEMORY_OVERCOMMIT_REFUSED {
        name: "memory-overcommit-refused",
        class: KernelOrRuntimeLimit,
        layer: Some(Layer::Kernel),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let forks =
        story.servers_said(|said| matches!(said, ServerSignal::CannotFork { for_memory: true }));
    let failed = story.servers_said(|said| matches!(said, ServerSignal::AllocationFailed { .. }));
    let told =
        story.clients_said(|said| matches!(said, ClientSignal::NoProcess { for_memory: true }));
    let given_up = story.servers_said(|said| matches!(said, ServerSignal::SessionNotBegun));
    if forks.is_empty() && failed.is_empty() && told.is_empty() && given_up.is_empty() {
        return None;
    }
    // Whoever it killed: where it kills it had promised more than there is.
    let killed = story.oom_kills().next().is_some() || story.is_killed_for_memory();
    let several = failed
        .iter()
        .chain(&forks)
        .map(|signal| signal.times)
        .sum::<u64>()
        > 1;
    let forked = !forks.is_empty();
    let message = "the kernel refused memory without killing anybody: it may not be overcommitted, or address space is limited; lower what sessions take, or raise vm.overcommit_ratio";
    let weighed = Weighed::new(message)
        .shown(Weight::Strong, forks.into_iter().chain(told))
        .shown(Weight::Fair, failed)
        .shown(Weight::Slight, given_up)
        .holds(Weight::Slight, several)
        .holds(Weight::Slight, forked && !killed)
        .against(Weight::Strong, killed, "the kernel killed for memory");
    Some(weighed)
}
