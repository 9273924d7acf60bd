//! A library or a plugin cannot be loaded.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ServerSignal, StartRefusal};
use crate::story::Story;

/// Errors for want of it that are no single statement's.
const AGAIN_MIN: u64 = 3;

cause! {
    /// ## What it is
    ///
    /// An extension in `shared_preload_libraries`, or a plugin, is not installed for this
    /// version of the server.
    ///
    /// ## How it shows
    ///
    /// `could not access file … No such file or directory` at start, `Can't open shared
    /// library`; or of `$libdir/…` in statement after statement, where an image or a package
    /// has no library of the version that the database was made with.
    ///
    /// ## What speaks against it
    ///
    /// A data file that is not there.
    ///
    /// ## What to do
    ///
    /// Install the package of that extension for this major version, or take it out of the
    /// list; go back to the image that had it, and `ALTER EXTENSION … UPDATE` where both
    /// versions are there.
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
    let lacks = story.servers_said(|said| matches!(said, ServerSignal::LibraryLacks { .. }));
    let times: u64 = lacks.iter().map(|signal| signal.times).sum();
    let is_at_start = !said.is_empty();
    if !is_at_start && lacks.is_empty() {
        return None;
    }
    let message = if is_at_start {
        "a library the server is told to load is not there: install it for this version, or take it out of the list"
    } else {
        "a library that an installed extension needs is not there: go back to the image or the package that had it, or install it beside the new one"
    };
    let named: &[&str] = if is_at_start {
        &["shared_preload_libraries"]
    } else {
        &[]
    };
    let weighed = Weighed::new(message)
        .blames(named)
        .shown(Weight::Proof, said)
        .shown(Weight::Strong, lacks)
        // One may be of a statement that was tried.
        .holds(Weight::Strong, times >= AGAIN_MIN);
    Some(weighed)
}
