//! Huge pages were asked for and are not set aside.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::causes::start::server_crashed::is_bus_error;
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// `huge_pages = on` or `large_pages` wants pages that `vm.nr_hugepages` has not set
    /// aside.
    ///
    /// ## How it shows
    ///
    /// The server says that it cannot map or allocate huge pages, and ends or goes on
    /// without.
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
    let said = story.servers_said(|said| matches!(said, ServerSignal::HugePagesMissing));
    let bus = story.servers_said(is_bus_error);
    if said.is_empty() && bus.is_empty() {
        return None;
    }
    let at_start = bus
        .iter()
        .any(|signal| signal.line.text.starts_with("startup process"));
    let message = "huge pages are asked for and not set aside: set vm.nr_hugepages, or let the server do without";
    let weighed = Weighed::new(message)
        .blames(&["huge_pages"])
        .shown(Weight::Proof, said)
        // A group that may have none is told so when it touches the first.
        .shown(Weight::Strong, bus)
        .holds(Weight::Slight, at_start);
    Some(weighed)
}
