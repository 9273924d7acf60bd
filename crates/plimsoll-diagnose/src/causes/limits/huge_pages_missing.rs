//! Huge pages were asked for and are not set aside.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::causes::start::server_crashed::is_bus_error;
use crate::signal::{KernelSignal, ServerSignal, Signal, StartRefusal};
use crate::story::Story;
use crate::written;

cause! {
    /// ## What it is
    ///
    /// `huge_pages = on` or `large_pages` wants pages that `vm.nr_hugepages` has not set
    /// aside.
    ///
    /// ## How it shows
    ///
    /// The server says that it cannot map or allocate huge pages, and ends or goes on
    /// without. Or it gets no memory at its start where huge pages had just been asked for,
    /// or the kernel says that it set fewer aside (`HugeTLB: … Only allocated`).
    ///
    /// ## What speaks against it
    ///
    /// A message of memory without huge pages in it.
    ///
    /// ## What to do
    ///
    /// Set `vm.nr_hugepages` to the shared memory divided by the page size (`postgres -C`
    /// tells it as `shared_memory_size_in_huge_pages`), or let the server do without
    /// (`huge_pages = try`).
    HUGE_PAGES_MISSING {
        name: "huge-pages-missing",
        class: KernelOrRuntimeLimit,
        layer: Some(Layer::Kernel),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::HugePagesMissing | ServerSignal::StartRefused(StartRefusal::HugePages)
        )
    });
    let bus = story.servers_said(is_bus_error);
    let asked = asked(story);
    let refused = if asked.is_empty() {
        Vec::new()
    } else {
        story.servers_said(|said| {
            matches!(
                said,
                ServerSignal::StartRefused(StartRefusal::Memory { .. })
            )
        })
    };
    if said.is_empty() && bus.is_empty() && refused.is_empty() {
        return None;
    }
    let parameter = if story.is_of_mysql() {
        "large_pages"
    } else {
        "huge_pages"
    };
    let at_start = bus
        .iter()
        .any(|signal| signal.line.text.starts_with("startup process"));
    let message = "huge pages are asked for and not set aside: set vm.nr_hugepages, or let the server do without";
    let weighed = Weighed::new(message)
        .blames(&[parameter])
        .shown(Weight::Proof, said)
        .shown(Weight::Strong, refused)
        .shown(Weight::Strong, asked)
        // A group that may have none is told so when it touches the first.
        .shown(Weight::Strong, bus)
        .holds(Weight::Slight, at_start);
    Some(weighed)
}

/// What tells that huge pages are asked for, or that there are fewer than were: then
/// memory that a server does not get at its start is theirs.
pub(in crate::causes) fn asked(story: &Story) -> Vec<&Signal> {
    let short =
        story.kernel_said(|said| matches!(said, KernelSignal::LimitReached { what: "huge pages" }));
    let changed = written::at_next_start(story)
        .filter(|(_, parameter)| matches!(*parameter, "huge_pages" | "large_pages"));
    let changed = changed.map(|(signal, _)| signal);
    changed.chain(short).collect()
}
