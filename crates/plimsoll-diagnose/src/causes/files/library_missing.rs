//! A library or a plugin cannot be loaded.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// An extension in `shared_preload_libraries`, or a plugin, is not installed for this
    /// version of the server.
    ///
    /// ## How it shows
    ///
    /// `could not access file … No such file or directory` at start, `Can't open shared
    /// library`.
    ///
    /// ## What speaks against it
    ///
    /// A data file that is not there.
    ///
    /// ## What to do
    ///
    /// Install the package of that extension for this major version, or take it out of the
    /// list.
    LIBRARY_MISSING {
        name: "library-missing",
        class: FileMismatch,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::StartRefused(StartRefusal::Library { .. })
        )
    });
    if said.is_empty() {
        return None;
    }
    let message = "a library the server is told to load is not there: install it for this version, or take it out of the list";
    let weighed = Weighed::new(message)
        .blames(&["shared_preload_libraries"])
        .shown(Weight::Proof, said);
    Some(weighed)
}
