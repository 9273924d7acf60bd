//! The data was made by another version of the server.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{FileFault, ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The program is newer or older than the data: a package was upgraded without
    /// `pg_upgrade`, an image's tag moved, a downgrade.
    ///
    /// ## How it shows
    ///
    /// `The data directory was initialized by PostgreSQL version …`, `Invalid MySQL server
    /// upgrade`, `Cannot downgrade`.
    ///
    /// ## What speaks against it
    ///
    /// The same version started on this data before.
    ///
    /// ## What to do
    ///
    /// Run the version that made the data, then upgrade as the manual says; pin the image's
    /// major version.
    MADE_BY_ANOTHER_VERSION {
        name: "made-by-another-version",
        class: FileMismatch,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::FileFault(FileFault::Version { .. })
                | ServerSignal::StartRefused(StartRefusal::File(FileFault::Version { .. }))
        )
    });
    if said.is_empty() {
        return None;
    }
    let message = "the data was made by another version of the server: run that one, then upgrade as the manual says";
    let weighed = Weighed::new(message).shown(Weight::Proof, said);
    Some(weighed)
}
