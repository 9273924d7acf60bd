//! No file can be opened any more.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{KernelSignal, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The server, or the machine, has as many files open as its limit allows: tables,
    /// indexes and sessions each take some.
    ///
    /// ## How it shows
    ///
    /// `Too many open files`, `out of file descriptors`, `File-descriptors not available`.
    ///
    /// ## What speaks against it
    ///
    /// A limit on connections, which says so in other words.
    ///
    /// ## What to do
    ///
    /// Raise `LimitNOFILE` of the unit (or `fs.file-max`), or lower
    /// `max_files_per_process`, `table_open_cache`, `innodb_open_files`.
    OPEN_FILES_EXHAUSTED {
        name: "open-files-exhausted",
        class: KernelOrRuntimeLimit,
        layer: Some(Layer::Kernel),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| matches!(said, ServerSignal::TooManyOpenFiles));
    if said.is_empty() {
        return None;
    }
    let by_kernel = story.kernel_said(
        |said| matches!(said, KernelSignal::LimitReached { what } if what.starts_with("open files")),
    );
    let message = "open files ran out: raise the limit of open files (LimitNOFILE), or let the server keep fewer";
    let kept = if story.is_of_mysql() {
        "open_files_limit"
    } else {
        "max_files_per_process"
    };
    let weighed = Weighed::new(message)
        .blames(&[kept])
        .shown(Weight::Proof, said)
        .shown(Weight::Fair, by_kernel);
    Some(weighed)
}
