//! Collations of the operating system changed or are not there.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{FileFault, ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A new libc or ICU sorts otherwise than the one the indexes were made with, or a
    /// locale is not installed.
    ///
    /// ## How it shows
    ///
    /// `collation version mismatch`, `database locale is incompatible with operating
    /// system`.
    ///
    /// ## What speaks against it
    ///
    /// Nothing: the server says it itself.
    ///
    /// ## What to do
    ///
    /// Install the locale; rebuild the indexes on text (`REINDEX`), then `ALTER DATABASE …
    /// REFRESH COLLATION VERSION`.
    COLLATION_CHANGED {
        name: "collation-changed",
        class: FileMismatch,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::FileFault(FileFault::Collation)
                | ServerSignal::StartRefused(StartRefusal::File(FileFault::Collation))
        )
    });
    if said.is_empty() {
        return None;
    }
    let message = "collations of the operating system are not the ones the indexes were made with: rebuild them, or install the locale";
    let weighed = Weighed::new(message).shown(Weight::Proof, said);
    Some(weighed)
}
